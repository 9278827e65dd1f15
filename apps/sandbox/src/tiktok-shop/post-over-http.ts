/** Delivers a notification over HTTP: 3 real seconds, no redirects followed. */
import type { Post } from './webhook-delivery.ts';

const ANSWER_WITHIN_MS = 3000;

export const postOverHttp: Post = async (address, { body, authorization }) => {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    // Refused, reset or too late: for the platform all the same, it tries again.
    return null;
  }
};
