import type { Answer } from '../../../shared/api/call.ts';

export type Entry = Answer<'knowledge-entries.list'>['items'][number];
/** What is being written: an entry that is there, or a new one, perhaps for a question that somebody asked. */
export type Edited = { entry: Entry | null; question: string };
