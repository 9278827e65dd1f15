/**
 * What a column's text becomes. Money is bigint in PostgreSQL and a number here; a value a number cannot hold exactly is an error,
 * never a rounded figure. A day stays 'YYYY-MM-DD': as a Date it would move with the server's zone. numeric stays text.
 */
import pg from 'pg';

const { builtins } = pg.types;
const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;
const NUMERIC_ARRAY = 1231;

type Parser = (text: string) => unknown;

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint of the database is beyond what a number holds exactly (2^53)');
  return value;
}

const TEXT_ARRAY = 1009;

// The casts: the number is missing from pg's list of known types, and its parsers are typed as returning any.
const parseTextArray = pg.types.getTypeParser(TEXT_ARRAY as typeof builtins.TEXT) as (text: string) => (string | null)[];

const parsers = new Map<number, Parser>([
  [builtins.INT8, parseInt8],
  [builtins.DATE, (text) => text],
  [builtins.NUMERIC, (text) => text],
  [INT8_ARRAY, (text) => parseTextArray(text).map((item) => (item === null ? null : parseInt8(item)))],
  [DATE_ARRAY, parseTextArray],
  [NUMERIC_ARRAY, parseTextArray],
]);

/** Handed to each pool instead of changed globally: better-auth brings its own use of `pg`. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    const own = format === 'binary' ? undefined : parsers.get(oid);
    // The cast: pg declares one overload a format and none for "either".
    return own ?? pg.types.getTypeParser(oid, format as 'text');
  },
};
