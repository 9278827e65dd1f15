import type { Instant } from './types.ts';
import { HOUR } from './zone.ts';

export type Due = { at: Instant; order: number; run: () => void | Promise<void>; cancelled: boolean };

/**
 * What is due, earliest first; at the same instant in the order of planning, which keeps a replay equal to the
 * first life. The history alone passes about 450,000 entries through it, most of them days ahead: those wait by
 * the hour, unsorted, and only the hour being played is kept as a binary heap. Cancelling only marks, the
 * mark is thrown away when its time comes.
 */
export class DueQueue {
  private readonly heap: Due[] = [];
  private readonly ahead = new Map<number, Due[]>();
  /** The hour in the heap; everything planned up to its end belongs there. */
  private hour = Number.NEGATIVE_INFINITY;
  private planned = 0;

  plan(at: Instant, run: Due['run']): Due {
    const due: Due = { at, order: this.planned++, run, cancelled: false };
    const hour = Math.floor(at / HOUR);
    if (hour <= this.hour) this.push(due);
    else {
      const waiting = this.ahead.get(hour);
      if (waiting) waiting.push(due);
      else this.ahead.set(hour, [due]);
    }
    return due;
  }

  nextAt(): Instant | null {
    if (this.heap.length === 0) this.openNextHour();
    return this.heap[0]?.at ?? null;
  }

  take(): Due | null {
    if (this.heap.length === 0) this.openNextHour();
    const first = this.heap[0];
    const last = this.heap.pop();
    if (!first || !last) return null;
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.siftDown();
    }
    return first;
  }

  private openNextHour(): void {
    if (this.ahead.size === 0) return;
    let next = Number.POSITIVE_INFINITY;
    for (const hour of this.ahead.keys()) if (hour < next) next = hour;
    this.hour = next;
    for (const due of this.ahead.get(next) ?? []) this.push(due);
    this.ahead.delete(next);
  }

  private push(due: Due): void {
    this.heap.push(due);
    this.siftUp(this.heap.length - 1);
  }

  private siftUp(from: number): void {
    const { heap } = this;
    const moved = heap[from];
    if (!moved) return;
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (!parent || !isBefore(moved, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = moved;
  }

  private siftDown(): void {
    const { heap } = this;
    const moved = heap[0];
    if (!moved) return;
    let index = 0;
    for (;;) {
      let childIndex = index * 2 + 1;
      let child = heap[childIndex];
      if (!child) break;
      const other = heap[childIndex + 1];
      if (other && isBefore(other, child)) {
        child = other;
        childIndex++;
      }
      if (!isBefore(child, moved)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = moved;
  }
}

const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
