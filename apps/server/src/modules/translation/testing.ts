/** For tests of modules that have something translated. */
export { startPhraseServer } from './testing/phrase-server.ts';
