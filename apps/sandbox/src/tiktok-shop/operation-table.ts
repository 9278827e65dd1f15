/** Finds the operation of a path; path, method and version fail apart, in that order. */
import { CODE, PlatformError } from './envelope.ts';
import type { Operation } from './operation.ts';

type Entry = { operation: Operation; pattern: RegExp; names: string[] };
export type Found = { operation: Operation; path: Record<string, string> };

export function operationTable(operations: readonly Operation[]): (method: string, path: string) => Found {
  const entries = operations.map(entryOf);
  return (method, path) => {
    const byPath = entries.flatMap((entry) => {
      const match = entry.pattern.exec(path);
      return match ? [{ ...entry, values: match.slice(1) }] : [];
    });
    if (byPath.length === 0) throw new PlatformError(CODE.unknownPath, 'Invalid path, please check the request path');
    const byMethod = byPath.filter(({ operation }) => operation.method === method);
    if (byMethod.length === 0) throw new PlatformError(CODE.methodNotAllowed, `Method ${method} is not allowed for this path`);
    for (const { operation, names, values } of byMethod) {
      const path = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
      const version = path.version;
      if (version === undefined || operation.versions.includes(version)) return { operation, path };
    }
    throw new PlatformError(CODE.versionRetired, 'The API version is invalid or retired');
  };
}

/** Every path of four parts looks like an id: fixed words must not be eaten by a placeholder, so ids are digits. */
function entryOf(operation: Operation): Entry {
  const names: string[] = [];
  const source = operation.template.replace(/\{(\w+)\}/g, (_all, name: string) => {
    names.push(name);
    return name === 'version' ? '(\\d{6})' : '(\\d{1,20})';
  });
  return { operation, pattern: new RegExp(`^${source}$`), names };
}
