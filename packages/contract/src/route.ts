import type { z } from 'zod';
import type { Scope } from './roles.ts';

/**
 * One operation of the REST interface. The server's guards, the OpenAPI document, the web client's types
 * and later the agents' tools are all read from these objects; nothing else states an address or a shape.
 */
export type RouteDefinition = {
  id: string;
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** Below /api/v1, parameters in braces: `/shops/{shopId}`. */
  path: string;
  /** What the caller must be allowed to do; null = any signed-in member or key of the merchant. */
  scope: Scope | null;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodObject;
  /** The body is a file of one of these media types instead of JSON; what is to be said of it goes in the query. */
  upload?: { readonly mediaTypes: readonly string[]; readonly maxBytes: number };
  /** Status of the good answer; 200 unless stated. */
  status?: 200 | 201 | 202 | 204;
  /** Absent on 204 and where `file` is set. */
  answer?: z.ZodType;
  /** The answer is a file of one of these media types instead of JSON. */
  file?: readonly string[];
  /** The file lies ready: sending it is no export, and not limited as one. */
  isStoredFile?: true;
  /** POSTs that create or send honour Idempotency-Key. */
  idempotent?: boolean;
};

export const route = <const T extends RouteDefinition>(definition: T): T => definition;

type Input<S> = S extends z.ZodType ? z.input<S> : never;
type Output<S> = S extends z.ZodType ? z.output<S> : never;

/** What a caller hands in, as it stands on the wire. */
export type RequestOf<R extends RouteDefinition> = (R extends { params: infer P } ? { params: Input<P> } : unknown) &
  (R extends { query: infer Q } ? { query?: Input<Q> } : unknown) &
  (R extends { body: infer B } ? { body: Input<B> } : unknown) &
  (R extends { upload: unknown } ? { file: Blob } : unknown);
/** A file as it came: what its sender calls it, and its bytes. */
export type UploadedFile = { mediaType: string; bytes: Uint8Array; sha256: string };
/** What a handler sees after the guard. */
export type ParsedOf<R extends RouteDefinition> = {
  params: R extends { params: infer P } ? Output<P> : Record<string, never>;
  query: R extends { query: infer Q } ? Output<Q> : Record<string, never>;
  body: R extends { body: infer B } ? Output<B> : R extends { upload: unknown } ? UploadedFile : undefined;
};
export type AnswerOf<R extends RouteDefinition> = R extends { answer: infer A } ? Input<A> : undefined;
