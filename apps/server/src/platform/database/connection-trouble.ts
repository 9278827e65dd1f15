/**
 * What a connection that could not be made means to the operator of an external PostgreSQL: one line that names the variable, the
 * place and the mend. The address itself is never repeated, because it holds the password.
 */
import pg from 'pg';

export type NamedConnection = { variable: string; config: pg.ClientConfig };

type Place = { server: string; database: string; user: string };

/** By SQLSTATE of the server, or by code of the operating system and the TLS library. */
const TROUBLES: Record<string, (place: Place) => string> = {
  '28P01': ({ user, server }) => `${server} does not accept the password of "${user}"`,
  '28000': ({ user, server, database }) =>
    `${server} does not let "${user}" into "${database}": look for a missing role, LOGIN, or a line of pg_hba.conf (TLS wanted?)`,
  '3D000': ({ server, database }) => `${server} has no database "${database}": create it, owned by the user that migrates`,
  '42501': ({ user, database }) => `"${user}" may not connect: GRANT CONNECT ON DATABASE "${database}" TO "${user}"`,
  '53300': ({ server }) => `${server} has no connection left: raise max_connections, or run fewer processes (each takes up to 30)`,
  '57P03': ({ server }) => `${server} is still starting or shutting down: try again`,
  ECONNREFUSED: ({ server }) => `nothing listens at ${server}`,
  ECONNRESET: ({ server }) => `${server} closed the connection`,
  ENOENT: ({ server }) => `there is no socket at ${server}`,
  EACCES: ({ server }) => `this user may not open the socket at ${server}`,
  ENOTFOUND: ({ server }) => `the name of ${server} is unknown`,
  EAI_AGAIN: ({ server }) => `the name of ${server} cannot be looked up`,
  EHOSTUNREACH: ({ server }) => `${server} cannot be reached`,
  ENETUNREACH: ({ server }) => `${server} cannot be reached`,
  ETIMEDOUT: ({ server }) => `${server} does not answer`,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: ({ server }) => `the certificate of ${server} has expired`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ server }) => `the certificate of ${server} is made out to another name`,
};

function untrusted({ server }: Place): string {
  return `the certificate of ${server} is signed by nobody known here: add sslrootcert=/path/to/ca.pem to the address`;
}

/** Ends in a sentence of its own where the trouble is known, else in the error as it came. */
export function connectionTrouble(error: unknown, { variable, config }: NamedConnection): unknown {
  if (!(error instanceof Error)) return error;
  const text = 'syscall' in error && error.syscall === 'open' ? unreadable(error) : troubleOf(error, placeOf(config));
  return text === null ? error : new Error(`${variable}: ${text}`, { cause: error });
}

/** A certificate or key that the address names by its file; with it missing the address cannot even be read again. */
function unreadable(error: Error): string {
  return `a file that the address names cannot be read: ${'path' in error ? String(error.path) : 'unknown'}`;
}

function troubleOf(error: Error, place: Place): string | null {
  // Of several addresses of one name Node reports all together, without a message of its own.
  const code = 'code' in error ? String(error.code) : '';
  const known = TROUBLES[code];
  if (known) return known(place);
  if (error.message === 'The server does not support SSL connections')
    return `${place.server} speaks no TLS, which the address asks for: set it up there, or leave sslmode out`;
  if (error.message === 'timeout expired') return `${place.server} does not answer`;
  return null;
}

function placeOf(config: pg.ClientConfig): Place {
  // The driver reads the address as it will for the connection; it connects to nothing yet.
  const { host, port, database, user } = new pg.Client(config);
  return { server: host.startsWith('/') ? host : `${host}:${port}`, database: database ?? '', user: user ?? '' };
}
