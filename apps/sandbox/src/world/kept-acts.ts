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
  reviewReplySchema,
  sendMessagesSchema,
  takeBackSchema,
  writeSchema,
} from './act-schemas.ts';
import type { Acts } from './acts.ts';
import * as afterSales from './after-sales/after-sale-inputs.ts';
import * as fulfilment from './fulfilment/fulfilment-inputs.ts';
import * as goods from './goods/listing-inputs.ts';
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
    takeBack: kept('world:take-back', (input) => acts.takeBack(input)),
    readMessages: kept('world:read', (input) => acts.readMessages(input)),
    dispatch: kept('world:dispatch', (input) => acts.dispatch(input)),
    appeal: kept('world:appeal', (input) => acts.appeal(input)),
    answerReview: kept('world:review-reply', (input) => acts.answerReview(input)),
    decideAppeal: kept('world:decide-appeal', (input) => acts.decideAppeal(input)),
    applyForShop: kept('world:opening', (input) => acts.applyForShop(input)),
    applyForProgramme: kept('world:programme', (input) => acts.applyForProgramme(input)),
    uploadImage: kept('world:image', (input) => acts.uploadImage(input)),
    uploadFile: kept('world:file', (input) => acts.uploadFile(input)),
    createListing: kept('world:listing-create', (input) => acts.listings.create(input)),
    editListing: kept('world:listing-edit', (input) => acts.listings.edit(input)),
    setPrices: kept('world:listing-prices', (input) => acts.listings.setPrices(input)),
    setQuantities: kept('world:listing-quantities', (input) => acts.listings.setQuantities(input)),
    moveListing: kept('world:listing-move', (input) => acts.listings.move(input)),
    takeDown: kept('world:listing-take-down', (input) => acts.listings.takeDown(input)),
    editByHand: kept('world:listing-by-hand', (input) => acts.listings.editByHand(input)),
    createGlobal: kept('world:global-create', (input) => acts.globalProducts.create(input)),
    editGlobal: kept('world:global-edit', (input) => acts.globalProducts.edit(input)),
    deleteGlobal: kept('world:global-delete', (input) => acts.globalProducts.delete(input)),
    setGlobalQuantities: kept('world:global-quantities', (input) => acts.globalProducts.setQuantities(input)),
    publishGlobal: kept('world:global-publish', (input) => acts.globalProducts.publish(input)),
    beginFlashSale: kept('world:flash-sale', (input) => acts.flashSales.begin(input)),
    cancelOrder: kept('world:cancel-order', (input) => acts.afterSales.cancelOrder(input)),
    answerCancellation: kept('world:answer-cancellation', (input) => acts.afterSales.answerCancellation(input)),
    approveReturn: kept('world:approve-return', (input) => acts.afterSales.approveReturn(input)),
    rejectReturn: kept('world:reject-return', (input) => acts.afterSales.rejectReturn(input)),
    createReturn: kept('world:create-return', (input) => acts.afterSales.createReturn(input)),
    askToCancel: kept('world:ask-to-cancel', (input) => acts.afterSales.askToCancel(input)),
    askToReturn: kept('world:ask-to-return', (input) => acts.afterSales.askToReturn(input)),
    buyerStep: kept('world:buyer-step', (input) => acts.afterSales.buyerStep(input)),
    decideDispute: kept('world:decide-dispute', (input) => acts.afterSales.decideDispute(input)),
    setStaff: kept('world:staff', (input) => acts.setStaff(input)),
    setLateCarrier: kept('world:late-carrier', (input) => acts.setLateCarrier(input)),
    pay: kept('world:pay', (input) => acts.pay(input)),
    openAndShip: kept('world:open-and-ship', (input) => acts.shipping.openAndShip(input)),
    ship: kept('world:ship', (input) => acts.shipping.ship(input)),
    updateTracking: kept('world:update-tracking', (input) => acts.shipping.updateTracking(input)),
    splitOrder: kept('world:split', (input) => acts.shipping.split(input)),
    combinePackages: kept('world:combine', (input) => acts.shipping.combine(input)),
    uncombinePackage: kept('world:uncombine', (input) => acts.shipping.uncombine(input)),
  };
}

const REPLAYS: Readonly<Record<string, (acts: Acts, data: unknown) => unknown>> = {
  'world:orders': (acts, data) => acts.placeOrders(placeOrdersSchema.parse(data)),
  'world:listings': (acts, data) => acts.listProducts(listProductsSchema.parse(data)),
  'world:messages': (acts, data) => acts.sendMessages(sendMessagesSchema.parse(data)),
  'world:buyers': (acts, data) => acts.setBuyers(buyersSchema.parse(data)),
  'world:write': (acts, data) => acts.recordWrite(writeSchema.parse(data)),
  'world:reply': (acts, data) => acts.reply(replySchema.parse(data)),
  'world:take-back': (acts, data) => acts.takeBack(takeBackSchema.parse(data)),
  'world:read': (acts, data) => acts.readMessages(readMessagesSchema.parse(data)),
  'world:dispatch': (acts, data) => acts.dispatch(dispatchSchema.parse(data)),
  'world:appeal': (acts, data) => acts.appeal(appealSchema.parse(data)),
  'world:review-reply': (acts, data) => acts.answerReview(reviewReplySchema.parse(data)),
  'world:decide-appeal': (acts, data) => acts.decideAppeal(decideAppealSchema.parse(data)),
  'world:opening': (acts, data) => acts.applyForShop(openingSchema.parse(data)),
  'world:programme': (acts, data) => acts.applyForProgramme(programmeSchema.parse(data)),
  'world:image': (acts, data) => acts.uploadImage(goods.uploadImageSchema.parse(data)),
  'world:file': (acts, data) => acts.uploadFile(goods.uploadFileSchema.parse(data)),
  'world:listing-create': (acts, data) => acts.listings.create(goods.createListingSchema.parse(data)),
  'world:listing-edit': (acts, data) => acts.listings.edit(goods.editListingSchema.parse(data)),
  'world:listing-prices': (acts, data) => acts.listings.setPrices(goods.setPricesSchema.parse(data)),
  'world:listing-quantities': (acts, data) => acts.listings.setQuantities(goods.setQuantitiesSchema.parse(data)),
  'world:listing-move': (acts, data) => acts.listings.move(goods.moveListingSchema.parse(data)),
  'world:listing-take-down': (acts, data) => acts.listings.takeDown(goods.takeDownSchema.parse(data)),
  'world:listing-by-hand': (acts, data) => acts.listings.editByHand(goods.sellerCentreEditSchema.parse(data)),
  'world:global-create': (acts, data) => acts.globalProducts.create(goods.createGlobalSchema.parse(data)),
  'world:global-edit': (acts, data) => acts.globalProducts.edit(goods.editGlobalSchema.parse(data)),
  'world:global-delete': (acts, data) => acts.globalProducts.delete(goods.deleteGlobalSchema.parse(data)),
  'world:global-quantities': (acts, data) => acts.globalProducts.setQuantities(goods.globalQuantitiesSchema.parse(data)),
  'world:global-publish': (acts, data) => acts.globalProducts.publish(goods.publishGlobalSchema.parse(data)),
  'world:cancel-order': (acts, data) => acts.afterSales.cancelOrder(afterSales.cancelOrderSchema.parse(data)),
  'world:answer-cancellation': (acts, data) => acts.afterSales.answerCancellation(afterSales.answerCancellationSchema.parse(data)),
  'world:approve-return': (acts, data) => acts.afterSales.approveReturn(afterSales.approveReturnSchema.parse(data)),
  'world:reject-return': (acts, data) => acts.afterSales.rejectReturn(afterSales.rejectReturnSchema.parse(data)),
  'world:create-return': (acts, data) => acts.afterSales.createReturn(afterSales.createReturnSchema.parse(data)),
  'world:ask-to-cancel': (acts, data) => acts.afterSales.askToCancel(afterSales.askToCancelSchema.parse(data)),
  'world:ask-to-return': (acts, data) => acts.afterSales.askToReturn(afterSales.askToReturnSchema.parse(data)),
  'world:buyer-step': (acts, data) => acts.afterSales.buyerStep(afterSales.buyerStepSchema.parse(data)),
  'world:decide-dispute': (acts, data) => acts.afterSales.decideDispute(afterSales.decideDisputeSchema.parse(data)),
  'world:staff': (acts, data) => acts.setStaff(fulfilment.staffSchema.parse(data)),
  'world:late-carrier': (acts, data) => acts.setLateCarrier(fulfilment.lateCarrierSchema.parse(data)),
  'world:pay': (acts, data) => acts.pay(fulfilment.payOrdersSchema.parse(data)),
  'world:open-and-ship': (acts, data) => acts.shipping.openAndShip(fulfilment.openAndShipSchema.parse(data)),
  'world:ship': (acts, data) => acts.shipping.ship(fulfilment.shipSchema.parse(data)),
  'world:update-tracking': (acts, data) => acts.shipping.updateTracking(fulfilment.updateTrackingSchema.parse(data)),
  'world:split': (acts, data) => acts.shipping.split(fulfilment.splitSchema.parse(data)),
  'world:combine': (acts, data) => acts.shipping.combine(fulfilment.combineSchema.parse(data)),
  'world:uncombine': (acts, data) => acts.shipping.uncombine(fulfilment.uncombineSchema.parse(data)),
  'world:flash-sale': (acts, data) => acts.flashSales.begin(goods.flashSaleSchema.parse(data)),
};

export function replayAct(acts: Acts, { kind, data }: JournalRecord): void {
  REPLAYS[kind]?.(acts, data);
}
