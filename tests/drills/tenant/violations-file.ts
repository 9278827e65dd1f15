const VIOLATION_COLUMNS =
  'Violation ID,Shop ID,Shop name,Violation time,Area,Reason,Reason code,Points,Numerator,Denominator,Measures,Appeal status,Overturned time,Order IDs';

/** An export file with one violation of that shop. */
export const violationsFile = (channelShopId: string): string =>
  `${VIOLATION_COLUMNS}\n99${channelShopId.slice(-12)},${channelShopId},Drill,2026-12-01T10:00:00+08:00,Service,Slow first reply,SLOW_FIRST_REPLY,1,,,,Not appealed,,\n`;
