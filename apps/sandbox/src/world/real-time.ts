/** The only door to the machine's clock in the world; tests put another in its place. */
export type RealTime = { now(): number; wait(ms: number): { done: Promise<void>; cancel(): void } };

export const machineTime: RealTime = {
  now: () => Date.now(),
  wait: (ms) => {
    let stop = (): void => undefined;
    const done = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      stop = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return { done, cancel: () => stop() };
  },
};
