const VIOLATION_COLUMNS =
  'Violation ID,Shop ID,Shop name,Violation time,Area,Reason,Reason code,Points,Numerator,Denominator,Measures,Appeal status,Overturned time,Order IDs';

/** An export file with one violation of that shop. */
export const violationsFile = (channelShopId: string): string =>
  `${VIOLATION_COLUMNS}\n99${channelShopId.slice(-12)},${channelShopId},Drill,2026-12-01T10:00:00+08:00,Service,Slow first reply,SLOW_FIRST_REPLY,1,,,,Not appealed,,\n`;

/** A file of rates with one commission of that shop. */
export const ratesFile = (channelShopId: string): string =>
  `shop_id,shop_name,valid_from,kind,name,percent,fixed_fee,first_kg,further_kg,currency\n${channelShopId},Drill,2026-12-01,commission,bags,5,,,,\n`;
