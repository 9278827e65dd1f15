/**
 * Ways out of the platform in a folded text: links, e-mail addresses, phone numbers. Every repetition is bounded, so a hostile text
 * costs no more than a long one.
 *
 * A run of digits alone proves nothing: order and tracking numbers look the same. It is a phone number when it is written like
 * one (a plus, a trunk zero, a usual grouping, a Chinese mobile prefix) or when a word for telephone stands before it, and is
 * none when the nearest word before it speaks of an order or a parcel. The platform's own links lead nowhere else (decision).
 */
export type Span = { start: number; end: number };

const ownHosts = ['tiktok.com', 'tiktokglobalshop.com', 'tiktokshop.com', 'tiktokv.com'];

const safeEndings = 'com|net|org|info|biz|shop|store|online|site|xyz|top|app|dev|link|club|vip|live|cc|tv|io|cn|jp|kr|hk|tw';
/** Also words or abbreviations; taken for a link only with a path behind them, or as the second half of .co.uk and the like. */
const countryEndings = 'uk|us|de|fr|it|es|id|my|th|vn|ph|sg|mx|br|ie|pt|ru|eu|ai|co|gl|gg|ly|me|be|to|in|ee|gd|ws|ink|page|ml';
const linkPattern = new RegExp(
  [
    String.raw`(?<scheme>https?:[/\\]{1,3})(?<authority>[^\s/?#\\<>"'，。！？、）)]{1,300})(?:[/?#\\][^\s<>"'，。！？、]{0,1000})?`,
    String.raw`(?<![a-z0-9@._-])(?<bare>(?:[a-z0-9-]{1,63}\.){1,5}(?:(?:${safeEndings})(?:\.[a-z]{2})?(?![a-z0-9-]|\.[a-z0-9])|(?:co|com|net|org)\.[a-z]{2}(?![a-z0-9-])|(?:${countryEndings})(?=/[a-z0-9@+])))(?:[:/?#][^\s<>"'，。！？、]{0,1000})?`,
    String.raw`(?<![a-z0-9@._-])(?<www>www\.[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})(?:[:/?#][^\s<>"'，。！？、]{0,1000})?`,
  ].join('|'),
  'giu',
);

const emailPattern =
  /(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}(?:@| ?[([] ?(?:at|@) ?[)\]] ?)[a-z0-9-]{1,63}(?:(?:\.| ?[([] ?(?:dot|\.) ?[)\]] ?)[a-z0-9-]{1,63}){1,4}/giu;

function isOwn(authority: string): boolean {
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/\.+$/, '');
  return ownHosts.some((own) => host === own || host.endsWith(`.${own}`));
}

const closing = /[.,;:!?'")\]]{1,10}$/;

function linksIn(plain: string): Span[] {
  return [...plain.matchAll(linkPattern)].flatMap((match) => {
    const { authority, bare, www } = match.groups ?? {};
    if (isOwn(authority ?? bare ?? www ?? '')) return [];
    return [{ start: match.index, end: match.index + match[0].replace(closing, '').length }];
  });
}

const emailsIn = (plain: string): Span[] =>
  [...plain.matchAll(emailPattern)].map((match) => ({ start: match.index, end: match.index + match[0].replace(/[.-]{1,10}$/, '').length }));

/** Digits with the separators that people put between them; a letter, digit or point before or behind makes it something else. */
const digitsPattern = /(?<![\p{Script=Latin}\p{N}_,#/-])\+?\s?\(?\d(?:[\s().\-–·]{0,3}\d){6,40}(?![\p{Script=Latin}\p{N}_]|[.,/:]\d)/gu;
const numberPattern = /^\d{1,40}\.\d{1,40}$/;
const datePattern = /^(?:\d{4}[-. ]\d{1,2}[-. ]\d{1,2}|\d{1,2}[-. ]\d{1,2}[-. ]\d{4})(?!\d)/;
/** As groups of digits: 555-123-4567, 1 555 123 4567, 138 1234 5678, 11 91234-5678, 55 1234 5678. */
const usualGroups = new Set(['3-3-4', '1-3-3-4', '3-4-4', '2-5-4', '2-4-4']);

const phoneWords =
  /(?:phone|call|tel|mobile|cell|whats ?app|viber|text (?:me|us)|sms|hotline|电话|電話|手机|手機|微信|致电|联系|โทร|เบอร์|điện thoại|dien thoai|sdt|goi|telepon|telefon|hubungi|tel[eé]fono|telefone|ligue|llam|appel|chiam|anruf|handy|携帯)/giu;
const parcelWords =
  /(?:track|parcel|package|order|waybill|shipment|consignment|awb|invoice|reference|ref\b|sku|barcode|serial|单号|單號|订单|訂單|运单|運單|快递|物流|编号|พัสดุ|คำสั่งซื้อ|ติดตาม|van don|don hang|ma don|resi|pesanan|penjejakan|pedido|seguimiento|rastreo|rastreio|rastreamento|sendung|bestell|colis|suivi|commande|ordine|spedizione|tracciamento|注文|追跡|伝票|荷物)/giu;

function lastPlace(words: RegExp, before: string): number {
  return [...before.matchAll(words)].at(-1)?.index ?? -1;
}

function isPhone(written: string, before: string, market: string): boolean {
  const digits = written.replace(/\D/g, '');
  const parcel = lastPlace(parcelWords, before);
  const phone = lastPlace(phoneWords, before);
  if (digits.length < 7 || digits.length > 15 || datePattern.test(written) || numberPattern.test(written)) return false;
  if (written.startsWith('+')) return digits.length >= 8;
  if (phone > parcel) return true;
  if (parcel >= 0) return false;
  if (/^1[3-9]\d{9}$/.test(digits) && !written.includes('.')) return true;
  if (digits.startsWith('0') && digits.length >= 9 && digits.length <= (digits.startsWith('00') ? 15 : 13)) return true;
  if (/^\D*\(\d{1,4}\)/.test(written)) return true;
  const groups = (written.match(/\d+/g) ?? []).map((group) => group.length).join('-');
  if (usualGroups.has(groups)) return true;
  return market === 'US' && /^1?[2-9]\d{2}[2-9]\d{6}$/.test(digits);
}

const contextLength = 40;

function phonesIn(plain: string, market: string): Span[] {
  return [...plain.matchAll(digitsPattern)].flatMap((match) => {
    const lead = match[0].length - match[0].trimStart().length;
    const start = match.index + lead;
    // The context ends with the sentence before: what that speaks of is something else.
    const before =
      plain
        .slice(Math.max(0, start - contextLength), start)
        .split(/[.!?。！？\n]/)
        .at(-1) ?? '';
    return isPhone(match[0].trimStart(), before, market) ? [{ start, end: match.index + match[0].length }] : [];
  });
}

export const contactsIn = (plain: string, market: string): Span[] => [...linksIn(plain), ...emailsIn(plain), ...phonesIn(plain, market)];
