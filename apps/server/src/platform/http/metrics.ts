/**
 * Counters and gauges in Prometheus' text form. Labels must be few and bounded (route ids, codes, channels), never
 * ids of merchants, orders or people; a metric that grows past SERIES_MAX label sets stops taking new ones.
 */
export type Labels = Record<string, string>;
export type Counter = { inc(labels?: Labels, by?: number): void };
export type Gauge = { set(value: number, labels?: Labels): void };

export type Metrics = {
  counter(name: string, help?: string): Counter;
  gauge(name: string, help?: string): Gauge;
  /** Called before each reading, for figures that are cheaper to ask for than to keep. */
  onCollect(collect: () => Promise<void>): void;
  text(): Promise<string>;
};

type Family = { kind: 'counter' | 'gauge'; help: string; series: Map<string, number> };

const SERIES_MAX = 5_000;

export function createMetrics(): Metrics {
  const families = new Map<string, Family>();
  const collectors: (() => Promise<void>)[] = [];
  const family = (name: string, kind: Family['kind'], help: string): Family => {
    if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new RangeError(`${name} is no name for a metric`);
    const existing = families.get(name);
    if (existing && existing.kind !== kind) throw new RangeError(`${name} is a ${existing.kind} already`);
    const made = existing ?? { kind, help, series: new Map() };
    families.set(name, made);
    return made;
  };
  const put = ({ series }: Family, key: string, value: number) => {
    if (series.has(key) || series.size < SERIES_MAX) series.set(key, value);
  };
  return {
    counter: (name, help = '') => {
      const own = family(name, 'counter', help);
      return {
        inc: (labels = {}, by = 1) => {
          const key = labelText(labels);
          put(own, key, (own.series.get(key) ?? 0) + by);
        },
      };
    },
    gauge: (name, help = '') => {
      const own = family(name, 'gauge', help);
      return { set: (value, labels = {}) => put(own, labelText(labels), value) };
    },
    onCollect: (collect) => {
      collectors.push(collect);
    },
    text: async () => {
      // A collector that fails (the database is away) leaves its last figures; the rest is still worth reading.
      await Promise.allSettled(collectors.map((collect) => collect()));
      return [...families].map(([name, own]) => familyText(name, own)).join('');
    },
  };
}

function familyText(name: string, { kind, help, series }: Family): string {
  const head = `${help === '' ? '' : `# HELP ${name} ${help.replaceAll('\n', ' ')}\n`}# TYPE ${name} ${kind}\n`;
  return head + [...series].map(([labels, value]) => `${name}${labels} ${value}\n`).join('');
}

function labelText(labels: Labels): string {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return '';
  return `{${entries.map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`).join(',')}}`;
}
