import { useQueryClient } from '@tanstack/react-query';
import type { PickOrder } from '@tradewind/contract/types';
import type { InputRef } from 'antd';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../shared/api/call.ts';
import { ApiProblem } from '../../shared/api/problem.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { type Scanned, usePickingChanged, type WaveDetail } from './use-picking.ts';

const RETRY_AFTER_MS = [300, 1_000, 3_000] as const;

/** Version 4; crypto.randomUUID is missing on plain http beyond this machine, which an operator may have allowed. */
function newScanId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The scan has its id, so an answer that was lost is asked for again without counting twice. */
async function send(waveId: string, body: { scanId: string; code: string; orderId: string | null }): Promise<Scanned> {
  for (const waitMs of RETRY_AFTER_MS) {
    try {
      return await call('pick-scans.create', { params: { waveId }, body });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'unreachable') throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  return call('pick-scans.create', { params: { waveId }, body });
}

type Scans = {
  code: string;
  setCode: (code: string) => void;
  field: RefObject<InputRef | null>;
  submit: () => void;
  last: Scanned | null;
  /** The order that lies open, as it is by the latest that is known of it. */
  order: PickOrder | null;
  undo: (scanId: string) => void;
  release: () => void;
  error: unknown;
  /** Scans that the server has not answered yet. */
  waiting: number;
};

/** Scans go one after the other in the order in which they were made, however quick the hand. The open order stands in the address. */
export function useScans(wave: WaveDetail): Scans {
  const own = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const changed = usePickingChanged();
  const client = useQueryClient();
  const field = useScanField();
  const [code, setCode] = useState('');
  const [last, setLast] = useState<Scanned | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [waiting, setWaiting] = useState(0);
  const line = useRef<Promise<void>>(Promise.resolve());
  const openId = useRef<string | null>(own.order ?? null);

  const show = (orderId: string | null) => {
    openId.current = orderId;
    setSearch({ order: orderId ?? undefined }, true);
  };
  const inLine = (act: () => Promise<void>) => {
    setWaiting((count) => count + 1);
    line.current = line.current
      .then(act)
      .then(() => setError(null))
      .catch(setError)
      .finally(() => setWaiting((count) => count - 1));
  };
  const submit = () => {
    const scanned = code.trim();
    setCode('');
    if (scanned === '') return;
    const scanId = newScanId();
    inLine(async () => {
      const told = await send(wave.id, { scanId, code: scanned, orderId: openId.current });
      setLast(told);
      if (told.outcome === 'verified') show(null);
      else if (told.outcome === 'opened' || told.outcome === 'counted' || told.outcome === 'taken') show(told.order?.id ?? null);
      client.setQueryData(['pick-waves.get', { params: { waveId: wave.id } }], (held: WaveDetail | undefined) => withOrder(held, told));
      await changed();
    });
  };
  const open = openId.current === null ? undefined : wave.orders.find(({ id }) => id === openId.current);
  const packed = last?.outcome === 'verified' ? wave.orders.find(({ id }) => id === last.order?.id) : undefined;
  const order = open ?? packed ?? null;
  const undo = (scanId: string) =>
    inLine(async () => {
      if (!order) return;
      await call('pick-scans.undo', { params: { waveId: wave.id, orderId: order.id }, body: { scanId } });
      setLast(null);
      show(order.id);
      await changed();
    });
  const release = () =>
    inLine(async () => {
      if (!order) return;
      await call('pick-wave-orders.change', { params: { waveId: wave.id, orderId: order.id }, body: { do: 'release' } });
      setLast(null);
      await changed();
    });
  return { code, setCode, field, submit, last, order, undo, release, error, waiting };
}

const withOrder = (held: WaveDetail | undefined, { order, wave }: Scanned): WaveDetail | undefined =>
  held && { ...held, ...wave, orders: held.orders.map((one) => (one.id === order?.id ? order : one)) };

/** Keys that are pressed while nothing else wants them are the scanner's. */
function useScanField(): RefObject<InputRef | null> {
  const field = useRef<InputRef>(null);
  const take = useCallback((event: KeyboardEvent) => {
    const { target } = event;
    const isWanted = target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], [role=dialog]');
    if (!isWanted && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) field.current?.focus();
  }, []);
  useEffect(() => {
    field.current?.focus();
    // Before the page's own shortcuts see the key.
    document.addEventListener('keydown', take, { capture: true });
    return () => document.removeEventListener('keydown', take, { capture: true });
  }, [take]);
  return field;
}
