import {
  appealSchema,
  buyersSchema,
  decideAppealSchema,
  dispatchSchema,
  listProductsSchema,
  openingSchema,
  placeOrdersSchema,
  programmeSchema,
  readMessagesSchema,
  replySchema,
  sendMessagesSchema,
  writeSchema,
} from './act-schemas.ts';
import type { Acts } from './acts.ts';
import type { JournalRecord, Simulation } from './simulation-type.ts';

/** An act is kept before it is done: what anybody saw can be replayed. */
export function keptActs(acts: Acts, append: (kind: string, data: unknown) => void): Simulation['acts'] {
  const kept =
    <Input, Output>(kind: string, run: (input: Input) => Output) =>
    (input: Input): Output => {
      append(kind, input);
      return run(input);
    };
  return {
    placeOrders: kept('world:orders', (input) => acts.placeOrders(input)),
    listProducts: kept('world:listings', (input) => acts.listProducts(input)),
    sendMessages: kept('world:messages', (input) => acts.sendMessages(input)),
    setBuyers: kept('world:buyers', (input) => acts.setBuyers(input)),
    recordWrite: kept('world:write', (input) => acts.recordWrite(input)),
    reply: kept('world:reply', (input) => acts.reply(input)),
    readMessages: kept('world:read', (input) => acts.readMessages(input)),
    dispatch: kept('world:dispatch', (input) => acts.dispatch(input)),
    appeal: kept('world:appeal', (input) => acts.appeal(input)),
    decideAppeal: kept('world:decide-appeal', (input) => acts.decideAppeal(input)),
    applyForShop: kept('world:opening', (input) => acts.applyForShop(input)),
    applyForProgramme: kept('world:programme', (input) => acts.applyForProgramme(input)),
  };
}

const REPLAYS: Readonly<Record<string, (acts: Acts, data: unknown) => unknown>> = {
  'world:orders': (acts, data) => acts.placeOrders(placeOrdersSchema.parse(data)),
  'world:listings': (acts, data) => acts.listProducts(listProductsSchema.parse(data)),
  'world:messages': (acts, data) => acts.sendMessages(sendMessagesSchema.parse(data)),
  'world:buyers': (acts, data) => acts.setBuyers(buyersSchema.parse(data)),
  'world:write': (acts, data) => acts.recordWrite(writeSchema.parse(data)),
  'world:reply': (acts, data) => acts.reply(replySchema.parse(data)),
  'world:read': (acts, data) => acts.readMessages(readMessagesSchema.parse(data)),
  'world:dispatch': (acts, data) => acts.dispatch(dispatchSchema.parse(data)),
  'world:appeal': (acts, data) => acts.appeal(appealSchema.parse(data)),
  'world:decide-appeal': (acts, data) => acts.decideAppeal(decideAppealSchema.parse(data)),
  'world:opening': (acts, data) => acts.applyForShop(openingSchema.parse(data)),
  'world:programme': (acts, data) => acts.applyForProgramme(programmeSchema.parse(data)),
};

export function replayAct(acts: Acts, { kind, data }: JournalRecord): void {
  REPLAYS[kind]?.(acts, data);
}
