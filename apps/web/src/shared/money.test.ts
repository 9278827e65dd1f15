import { describe, expect, it } from 'vitest';
import { formatMoney, formatMoneyShort, majorUnits } from './money.ts';

describe('money on screen', () => {
  it('shows minor units by the currency, none where it has none', () => {
    expect(formatMoney({ amount: 123_456, currency: 'USD' }, 'en')).toBe('$1,234.56');
    expect(formatMoney({ amount: 123_456, currency: 'JPY' }, 'en')).toBe('¥123,456');
    expect(formatMoney({ amount: 123_456, currency: 'VND' }, 'vi').replace(/\s/g, ' ')).toBe('123.456 ₫');
  });

  it('keeps the two decimals of the rupiah that browsers would drop', () => {
    expect(formatMoney({ amount: 5_000_050, currency: 'IDR' }, 'en').replace(/\s/g, ' ')).toBe('IDR 50,000.50');
    expect(majorUnits({ amount: 5_000_050, currency: 'IDR' })).toBe(50_000.5);
  });

  it('tells the dollars apart for a Chinese reader', () => {
    expect(formatMoney({ amount: -150, currency: 'USD' }, 'zh-CN')).toBe('-US$1.50');
    expect(formatMoney({ amount: 150, currency: 'MXN' }, 'zh-CN')).toBe('MX$1.50');
  });

  it('shortens for axes', () => {
    expect(formatMoneyShort({ amount: 123_456_700, currency: 'USD' }, 'en')).toBe('$1.2M');
    expect(formatMoneyShort({ amount: 123_456_700, currency: 'CNY' }, 'zh-CN')).toBe('¥123.5万');
  });

  it('refuses a currency it does not know', () => {
    expect(() => formatMoney({ amount: 1, currency: 'XXX' }, 'en')).toThrow(RangeError);
  });
});
