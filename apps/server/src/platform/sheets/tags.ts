import type { SaxesAttributeNS } from 'saxes';

/** What somebody wants to hear of an XML file while it is read. */
export type Tags = {
  open?: (name: string, attributes: readonly SaxesAttributeNS[]) => void;
  text?: (piece: string) => void;
  close?: (name: string) => void;
};
