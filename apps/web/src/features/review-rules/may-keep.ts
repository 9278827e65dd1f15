import { useCan, useMe } from '../../app/session.ts';

/** Rules look at every shop's orders: they are made by those who see every shop. */
export const useMayKeepRules = (): boolean => {
  const { shopIds } = useMe();
  return useCan('orders:write') && shopIds === null;
};
