import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluatePolicy } from './index.ts';
import { runs } from './testing.ts';

const guard = (text: string, more: Record<string, unknown> = {}) => {
  const { allowed, reasons } = evaluatePolicy('message-guard', { text, purpose: 'reply', market: 'GB', ...more });
  expect(allowed).toBe(reasons.length === 0);
  return reasons.map(({ code, start, end }) => `${code}: ${text.slice(start, end)}`);
};

test.each([
  ['Out of stock, please cancel your order.', ['asks-to-cancel: please cancel']],
  ['Could you please cancel it?', ['asks-to-cancel: Could you please cancel']],
  ['Please do not cancel your order, it ships today.', []],
  ['We have cancelled your order and refunded you in full.', []],
  ['We will cancel your order for you.', []],
  ['Hi. Cancel this order and buy again', ['asks-to-cancel: Cancel this order and buy again']],
  ['We need you to cancel the order', ['asks-to-cancel: need you to cancel']],
  ['麻烦您申请取消一下订单', ['asks-to-cancel: 麻烦您申请取消']],
  ['请您取消订单，谢谢', ['asks-to-cancel: 请您取消']],
  ['请不要取消订单，今天就发货', []],
  ['已为您取消订单，款项会原路退回', []],
  ['รบกวนลูกค้ายกเลิกคำสั่งซื้อด้วยค่ะ', ['asks-to-cancel: รบกวนลูกค้ายกเลิก']],
  ['Bạn vui lòng hủy đơn giúp shop', ['asks-to-cancel: vui lòng hủy']],
  ['Ban vui long huy don giup shop', ['asks-to-cancel: vui long huy']],
  ['Vui lòng đừng hủy đơn', []],
  ['Sila batalkan pesanan anda', ['asks-to-cancel: Sila batalkan']],
  ['Mohon batalkan pesanan kak', ['asks-to-cancel: Mohon batalkan']],
  ['Por favor, cancele su pedido', ['asks-to-cancel: cancele su pedido']],
  ['¿Podría cancelar el pedido?', ['asks-to-cancel: Podría cancelar']],
  ['Por favor cancele o pedido', ['asks-to-cancel: Por favor cancele']],
  ['Bitte stornieren Sie die Bestellung', ['asks-to-cancel: Bitte stornieren']],
  ['Bitte stornieren Sie die Bestellung nicht', []],
  ['Veuillez annuler la commande', ['asks-to-cancel: Veuillez annuler']],
  ['La preghiamo di annullare l’ordine', ['asks-to-cancel: La preghiamo di annullare']],
  ['ご注文をキャンセルしてください', ['asks-to-cancel: キャンセルしてください']],
  ['こちらでキャンセルさせていただきます', []],
])('asking to cancel: %s', (text, hits) => {
  expect(guard(text)).toEqual(hits);
});

test.each([
  ['Would you accept a similar item?', ['offers-substitute: accept a similar item']],
  ['We can send you a different colour instead', ['offers-substitute: send you a different colour']],
  ['We will send a replacement for the broken cup.', []],
  ['Is it okay if we send you a similar bag?', ['offers-substitute: send you a similar']],
  ['Would you take a similar item instead?', ['offers-substitute: take a similar item']],
  ['可以给您换成类似的款式吗', ['offers-substitute: 换成类似']],
  ['Bạn có muốn nhận sản phẩm tương tự không', ['offers-substitute: nhận sản phẩm tương tự']],
  ['¿Acepta un producto similar?', ['offers-substitute: Acepta un producto similar']],
  ['Akzeptieren Sie einen ähnlichen Artikel?', ['offers-substitute: Akzeptieren Sie einen ähnlichen']],
  ['類似の商品でもよろしいでしょうか', ['offers-substitute: 類似の商品でもよろしい']],
])('offering something else: %s', (text, hits) => {
  expect(guard(text)).toEqual(hits);
});

test.each([
  ['See https://example.com/a?b=1.', ['external-contact: https://example.com/a?b=1']],
  ['visit www.my-shop.de now', ['external-contact: www.my-shop.de']],
  ['my-shop.com', ['external-contact: my-shop.com']],
  ['请看example.com', ['external-contact: example.com']],
  ['bit.ly/3abc', ['external-contact: bit.ly/3abc']],
  ['https://www.tiktok.com/@shop/video/1', []],
  ['seller-us.tiktok.com/help', []],
  ['https://tiktok.com.evil.net/x', ['external-contact: https://tiktok.com.evil.net/x']],
  ['https://tiktok.com@evil.net', ['external-contact: https://tiktok.com@evil.net']],
  ['Thanks.It is on its way. Size 3.5, see manual.pdf', []],
  ['write to anna.lee+1@mail.example.co.uk please', ['external-contact: anna.lee+1@mail.example.co.uk']],
  ['ａｎｎａ＠ｍａｉｌ．ｃｏｍ', ['external-contact: ａｎｎａ＠ｍａｉｌ．ｃｏｍ']],
  ['anna (at) mail (dot) com', ['external-contact: anna (at) mail (dot) com']],
  ['call +44 7911 123456', ['external-contact: +44 7911 123456']],
  ['(555) 123-4567', ['external-contact: (555) 123-4567']],
  ['555-123-4567', ['external-contact: 555-123-4567']],
  ['13812345678', ['external-contact: 13812345678']],
  ['电话１３８－１２３４－５６７８', ['external-contact: １３８－１２３４－５６７８']],
  ['โทร ๐๘๑-๒๓๔-๕๖๗๘', ['external-contact: ๐๘๑-๒๓๔-๕๖๗๘']],
  ['0812 345 678', ['external-contact: 0812 345 678']],
  ['my mobile is 91234567', ['external-contact: 91234567']],
  ['Your tracking number is 9400111899223197428490', []],
  ['Tracking: 9400 1118 9922 3197 4284 90', []],
  ['Tracking number 1234567890', []],
  ['order 576461413038785752 left on 2026-03-01 10:30', []],
  ['单号 13812345678', []],
  ['JT0012345678901 and LX123456789CN', []],
  ['It costs 1.250.000.000 or 0.123456789', []],
  ['barcode 4006381333931', []],
  ['Order 4029357733 has shipped with 1Z999AA10123456784', []],
  ['Your package 0412345678 has left', []],
  ['Call 4029357733', ['external-contact: 4029357733']],
  ['Add my LINE ID: abc', ['external-contact: LINE ID']],
  ['微信：abc123', ['external-contact: 微信']],
  ['Hi, your order was delivered on 2025-11-11, thank you!', []],
  ['Add me on WhatsApp', ['external-contact: WhatsApp']],
  ['add our LINE please', ['external-contact: LINE']],
  ['a new product line', []],
  ['加我微信聊', ['external-contact: 微信']],
  ['add Zalo or Telegram', ['external-contact: Zalo', 'external-contact: Telegram']],
  ['W\u200bhatsApp', ['external-contact: W\u200bhatsApp']],
  ['แอดไลน์มาเลย', ['external-contact: แอดไลน์']],
])('ways out of the platform: %s', (text, hits) => {
  expect(guard(text)).toEqual(hits);
});

test('advertising is refused where nobody asked for it, and only there', () => {
  const text = 'Big sale: 20% off, free shipping!';
  const found = ['unsolicited-advertising: sale', 'unsolicited-advertising: 20% off', 'unsolicited-advertising: free shipping'];
  expect(guard(text, { purpose: 'outreach' })).toEqual(found);
  for (const purpose of ['reply', 'order-completion', 'review-reply']) expect(guard(text, { purpose })).toEqual([]);
  expect(guard('新品上架，限时优惠', { purpose: 'outreach' })).toHaveLength(3);
});

test.each([
  ['You are an idiot', ['abuse: idiot']],
  ['滚开，傻逼', ['abuse: 滚开', 'abuse: 傻逼']],
  ['这款滚筒洗衣机滚轮很好', []],
  ['Đồ ngu!', ['abuse: Đồ ngu']],
  ['Dasar goblok', ['abuse: goblok']],
  ['馬鹿じゃないの', ['abuse: 馬鹿']],
  ['class, assess, Scunthorpe', []],
])('abuse: %s', (text, hits) => {
  expect(guard(text)).toEqual(hits);
});

test('a harmless word of one language is no insult in another, once the language is known', () => {
  expect(guard('You are a con artist? No: Depp is my name', { language: 'en' })).toEqual([]);
  expect(guard('Du Depp', { language: 'de-DE' })).toEqual(['abuse: Depp']);
  expect(guard('Du Depp')).toEqual(['abuse: Depp']);
  expect(guard('请取消', { language: 'en' })).toEqual(['asks-to-cancel: 请取消']);
});

test('hits come by their place, at one place in the order of the page', () => {
  const hits = guard('idiot, please cancel, mail a@b.co or call +1 555 123 4567, idiot', { language: 'en' });
  expect(hits.map((hit) => hit.split(':')[0])).toEqual(['abuse', 'asks-to-cancel', 'external-contact', 'external-contact', 'abuse']);
});

test('a local seller is not covered: allowed, whatever is said', () => {
  const answer = evaluatePolicy('message-guard', { text: 'idiot', purpose: 'reply', market: 'GB', sellerOrigin: 'local' });
  expect(answer).toMatchObject({ allowed: true, reasons: [], covered: false, citations: [] });
});

test('any text is answered, with places inside it and in order', () => {
  const pieces = fc.constantFrom(
    'please ',
    'cancel',
    '请',
    '取消',
    'w',
    '.',
    'com',
    '@',
    '+1 ',
    '55512',
    '１２',
    ' ',
    '\u200b',
    '😀',
    'é',
    '\ud800',
    'LINE',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 20 }), (parts) => {
      const text = parts.join('');
      let last = 0;
      for (const { start, end } of evaluatePolicy('message-guard', { text, purpose: 'outreach', market: 'US' }).reasons) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        last = start;
      }
    }),
    { numRuns: runs * 2 },
  );
});

// The limit is for what would never end; how long it takes is not a test's to say.
test('a hostile text comes to an end', { timeout: 20_000 }, () => {
  for (const piece of ['a', 'a.', '1 ', 'please ', '请', 'you ', '+1', 'f', '@a', 'http://', '(', 'キャンセル', 'vui lòng ', ' ']) {
    expect(guard(piece.repeat(20_000 / piece.length), { purpose: 'outreach' })).toBeInstanceOf(Array);
  }
});
