import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('JSON of the platforms', () => {
  it('keeps integers past 2^53 as strings and all else as it was', () => {
    const text = '{"a":1729382256910270464,"b":[-1729382256910270465],"c":9007199254740991,"d":1.5,"e":"1729382256910270464"}';
    expect(parseJson(bytes(text))).toEqual({
      a: '1729382256910270464',
      b: ['-1729382256910270465'],
      c: 9007199254740991,
      d: 1.5,
      e: '1729382256910270464',
    });
  });

  it('gives no NUL and no half character, wherever it stood, and leaves whole characters alone', () => {
    const text = '{"a\\u0000":["\\ud800x","\\uD83D\\uDE00"],"b":{"c":"\\\\u0000"},"id":1729382256910270464}';
    expect(parseJson(bytes(text))).toEqual({ 'a\ufffd': ['\ufffdx', '😀'], b: { c: '\\u0000' }, id: '1729382256910270464' });
  });

  it('never loses a digit of an id', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.constantFrom('', ' ', '\n\t'), (value, space) => {
        expect(String(Object.values(parseJson(bytes(`{"id":${space}${value}}`)) as object)[0])).toBe(String(value)); // an object by construction
      }),
    );
  });

  it('reads all other JSON as the engine does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/(?:^|[:[,])-?\d{16}/.test(text));
        expect(parseJson(bytes(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['', '{"a":1', '<html>', '{"a":1729382256910270464'])('refuses %j', (text) => {
    expect(() => parseJson(bytes(text))).toThrow();
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(() => parseJson(new Uint8Array([0x22, 0xff, 0x22]))).toThrow();
  });
});
