/** A real engine translates: Apertium with its pairs for English and Spanish, Indonesian and Malay, as Debian packages them. */
import { existsSync } from 'node:fs';
import { protect, restore } from '@tradewind/rules/language';
import { beforeAll, expect, test } from 'vitest';
import { createRunProgram } from '../run-program.ts';
import { apertiumProgram } from './apertium.ts';
import { TranslationFailed } from './port.ts';

const PROGRAM = process.env.APERTIUM_PROGRAM ?? '/usr/bin/apertium';
const run = createRunProgram({ apertium: PROGRAM });
const engine = apertiumProgram({ run, name: 'Apertium', timeoutMs: 20_000 });
const rest = { purpose: '', tone: '', avoid: [], maxLengths: {} };

beforeAll(async () => {
  const modes = existsSync(PROGRAM) ? (await run({ program: 'apertium', args: ['-l'], input: '', timeoutMs: 20_000 })).output : '';
  const missing = ['eng-spa', 'spa-eng', 'ind-zlm', 'zlm-ind'].filter((mode) => !modes.split(/\s+/).includes(mode));
  if (missing.length > 0)
    throw new Error(
      `This test translates with the real Apertium and finds no ${missing.join(', ')} (looked for ${PROGRAM}). ` +
        'Install it: apt-get install apertium-eng-spa apertium-ind-zlm; elsewhere set APERTIUM_PROGRAM.',
    );
});

const translated = async (from: string, to: string, ...texts: string[]): Promise<string[]> => {
  const masked = texts.map((text) => protect(text, { names: ['Ana'] }));
  const segments = Object.fromEntries(masked.map(({ masked: text }, at) => [String(at), text]));
  const said = await engine.translate({ ...rest, from, to, segments });
  return masked.map((text, at) => {
    const whole = restore(said[String(at)] ?? '', text);
    return 'text' in whole ? whole.text : `lost ${whole.lost} invented ${whole.invented}`;
  });
};

test('buyers’ Spanish is read in English, with every number, price and link as it stood', async () => {
  expect(
    await translated(
      'es',
      'en',
      'Hola, el paquete 577086512345678901 llegó roto.\n\nQuiero devolver la taza AUR-300 de $12.50.',
      '¿Cuándo llega? Mira https://shop.example/p/1?x=2',
      'Gracias, Ana & <b>adiós</b> ^x$ [y] @z',
    ),
  ).toEqual([
    'Hello, the package 577086512345678901 arrived broken.\n\nI want to give the cup AUR-300 of $12.50.',
    'When it arrives? It looks https://shop.example/p/1?x=2',
    'Thank you, Ana & <b>goodbye</b> ^x$ [and] @z',
  ]);
});

test('an English answer is written in Spanish, and Indonesian in Malay', async () => {
  expect(await translated('en', 'es', 'Your parcel 4711 will arrive tomorrow')).toEqual([
    expect.stringMatching(/paquete 4711 .*llegará mañana/),
  ]);
  const [malay] = await translated('id', 'ms', 'Paket saya 4711 rusak dan belum sampai');
  expect(malay).toMatch(/^Pakej saya 4711 .*belum hingga/);
});

test('a hundred messages are one start of the program and come back each in its place', async () => {
  const texts = Array.from({ length: 100 }, (_, at) => `La caja ${at + 1000} es roja`);
  expect(await translated('es', 'en', ...texts)).toEqual(texts.map((_, at) => `The box ${at + 1000} is red`));
});

test.each([
  ['a pair that is not installed', 'en', 'id'],
  ['a language that it does not know', 'zh', 'es'],
])('%s is said so', async (_, from, to) => {
  const fault = await engine
    .translate({ ...rest, from, to, segments: { a: 'x' } })
    .catch((error: unknown) => (error instanceof TranslationFailed ? error.fault : error));
  expect(fault).toBe('language-not-offered');
});

test('a program that is not there, not named, or too slow is a provider that failed', async () => {
  const failing = (path: string | null, timeoutMs = 20_000) =>
    apertiumProgram({ run: createRunProgram({ apertium: path }), name: 'A', timeoutMs })
      .translate({ ...rest, from: 'es', to: 'en', segments: { a: 'hola' } })
      .catch((error: unknown) => (error instanceof TranslationFailed ? error.fault : error));
  expect(await failing(null)).toBe('program-missing');
  expect(await failing('/nowhere/apertium')).toBe('program-missing');
  expect(await failing(PROGRAM, 1)).toBe('model-slow');
});
