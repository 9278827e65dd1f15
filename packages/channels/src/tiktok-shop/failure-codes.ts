/**
 * What each code of the platform means for the worker. Data only; classify.ts applies it.
 * Codes that are not listed are `rejected`: the platform understood and said no, and asking again
 * unchanged would get the same. So only codes with another consequence, or with a cause the operator
 * must hear in words, stand here.
 *
 * `lost` is not a kind of its own: the call may or may not have taken effect, so a call that can be
 * repeated without harm becomes retry-later and any other unknown-outcome.
 */
import type { ChannelFailureKind, OpeningRefusal } from '../port.ts';

export type Verdict = { kind: ChannelFailureKind | 'lost'; why: string };

/** The caller refreshes on this one before it bothers a person; every other re-authorise needs one. */
export const ACCESS_TOKEN_EXPIRED = '105002';
export const RATE_LIMITED = '36009002';
export const OVERLOADED_CODE = '36009004';

export const VERDICTS: Readonly<Record<string, Verdict>> = {
  '36009002': { kind: 'retry-later', why: 'the rate limit is reached' },
  '36009003': { kind: 'lost', why: 'the platform had an internal error' },
  '36009007': { kind: 'lost', why: 'the platform ran out of time' },
  '36009009': { kind: 'rejected', why: 'the platform does not know this path' },
  '36009010': { kind: 'rejected', why: 'the method is not allowed here' },
  '36009014': { kind: 'rejected', why: 'this version of the operation is retired' },
  '36009021': { kind: 'rejected', why: 'the upload is too large' },
  '36009022': { kind: 'rejected', why: 'the body must be JSON or multipart' },
  '36009023': { kind: 'rejected', why: 'the body must be multipart' },
  '36009033': { kind: 'rejected', why: 'this server’s address is not on the app’s allow list' },
  '36004004': { kind: 're-authorise', why: 'the token host does not accept the code or refresh token' },
  '101000': { kind: 're-authorise', why: 'the grant does not cover this shop' },
  '105002': { kind: 're-authorise', why: 'the access token has expired' },
  '105005': { kind: 're-authorise', why: 'the app or the grant lacks a scope for this' },
  '106001': { kind: 'rejected', why: 'the signature is wrong; check the app secret' },
  '106013': { kind: 'rejected', why: 'the shop cipher is missing' },
  // Numbers that the documents only list carry the sense that our sandbox gives them; a platform that means another says so in its words.
  '10006402': { kind: 'rejected', why: 'there is no such package' },
  '11006021': { kind: 'rejected', why: 'the package is shipped already' },
  '11021009': { kind: 'rejected', why: 'no carrier takes a parcel of this weight or size to this address' },
  '11028006': { kind: 'rejected', why: 'the tracking number is not one of this carrier' },
  '11034002': { kind: 'rejected', why: 'documents are for platform shipping only' },
  '11034025': { kind: 'rejected', why: 'there is no such document of this package' },
  '21001001': { kind: 'rejected', why: 'there is no such order' },
  '21001003': { kind: 'rejected', why: 'the order is cancelled' },
  '21001011': { kind: 'rejected', why: 'the order’s status does not allow this now' },
  '21004006': { kind: 'rejected', why: 'the tracking number was used before' },
  '21004012': { kind: 'rejected', why: 'the tracking number is not one of this carrier' },
  '21004015': { kind: 'rejected', why: 'the tracking number is not one of this carrier' },
  '21008017': { kind: 'rejected', why: 'documents are for platform shipping only' },
  '21008099': { kind: 'rejected', why: 'the package is shipped already' },
  '21008111': { kind: 'rejected', why: 'the order or package is of another seller' },
  '21011003': { kind: 'rejected', why: 'the order is on hold for an hour after its payment' },
  '21011005': { kind: 'rejected', why: 'the groups do not hold every unit exactly once, or the package cannot be taken apart' },
  '21011006': { kind: 'rejected', why: 'the order is shipped the other way, by the platform or by the seller' },
  '21011007': { kind: 'rejected', why: 'a request of the buyer is open and must be answered first' },
  '21011022': { kind: 'rejected', why: 'the carrier does not serve this market or the number is not its' },
  '21011028': { kind: 'rejected', why: 'the package is of another shop' },
  '21011029': { kind: 'rejected', why: 'a unit is not of this order, named twice or has left already' },
  '21011031': { kind: 'rejected', why: 'there is nothing to combine the package with' },
  '21011035': { kind: 'rejected', why: 'the order cannot be split' },
  '99008001': { kind: 'rejected', why: 'a newer version is shown already' },
  '99008002': { kind: 'rejected', why: 'the product does not exist in this shop' },
  '21011042': { kind: 'rejected', why: 'the tracking number can no longer be changed' },
  '21011048': { kind: 'rejected', why: 'the shipping service is not offered for this order' },
  '21014009': { kind: 'rejected', why: 'the pick-up slot is no longer open' },
  '21021010': { kind: 'rejected', why: 'a request of the buyer is open and must be answered first' },
  '21023035': { kind: 'rejected', why: 'the shipment must be arranged before its documents' },
  '21023046': { kind: 'rejected', why: 'the package is shipped already' },
  '21042104': { kind: 'rejected', why: 'the shipment must be arranged before its documents' },
  '25001003': { kind: 'rejected', why: 'the request’s status does not allow to reject it' },
  '25001011': { kind: 'rejected', why: 'the order is cancelled, refunded or completed already' },
  '25001014': { kind: 'rejected', why: 'the reason is not known in this market' },
  '25001015': { kind: 'rejected', why: 'the reason is not one for a seller to give here' },
  '25001020': { kind: 'rejected', why: 'these units cannot be cancelled or refunded by themselves' },
  '25001021': { kind: 'rejected', why: 'the reason does not fit the order’s status' },
  '25001045': { kind: 'rejected', why: 'the order is shipped and cannot be cancelled' },
  '25001046': { kind: 'rejected', why: 'another request of this order is open' },
  '25001051': { kind: 'rejected', why: 'the order is cancelled, refunded or completed already' },
  '25001057': { kind: 'rejected', why: 'pictures as evidence are missing or not known' },
  '25005005': { kind: 'rejected', why: 'the refund is more than is left of the payment' },
  '25007006': { kind: 'rejected', why: 'there is no such order or request' },
  '25011010': { kind: 'rejected', why: 'the decision does not answer this kind of request' },
  '25011011': { kind: 'rejected', why: 'the request’s status does not allow to reject it' },
  '25011012': { kind: 'rejected', why: 'the request’s status does not allow to approve it' },
  '25011013': { kind: 'rejected', why: 'a part was offered before' },
  '25011023': { kind: 'rejected', why: 'an offer is more than nothing and less than the whole' },
  '25020005': { kind: 'rejected', why: 'the order or request is of another shop' },
  '11034023': { kind: 'retry-later', why: 'the document is not ready yet' },
  '11034037': { kind: 'retry-later', why: 'the document is not ready yet' },
  // New sellers have 100 uploads a day, others 1,000; the code does not say which limit it was.
  '12052093': { kind: 'out-of-quota', why: 'the listing limit is reached' },
  '12019022': { kind: 'rejected', why: 'a variant has no warehouse that the shop sells from' },
  '12019028': { kind: 'rejected', why: 'the shop has several warehouses, and one must be named' },
  '12019060': { kind: 'rejected', why: 'inches are for shops of the US alone' },
  '12019061': { kind: 'rejected', why: 'pounds are for shops of the US alone' },
  '12019116': { kind: 'rejected', why: 'the image is too small or too large in pixels' },
  '12019215': { kind: 'rejected', why: 'the shop’s deposit is too low' },
  '12038002': { kind: 'rejected', why: 'the file cannot be read' },
  '12038004': { kind: 'rejected', why: 'the file is of a format that is not taken' },
  '12038005': { kind: 'rejected', why: 'the file is too large' },
  '12052023': { kind: 'rejected', why: 'there is no such category' },
  '12052024': { kind: 'rejected', why: 'the category has others below it; one of those is wanted' },
  '12052026': { kind: 'rejected', why: 'there is no such brand' },
  '12052048': { kind: 'rejected', why: 'the shop has no such listing' },
  '12052055': { kind: 'rejected', why: 'a quantity is outside the range that is taken' },
  '12052308': { kind: 'rejected', why: 'the listing is frozen; an appeal comes first' },
  '12052530': { kind: 'rejected', why: 'a warehouse is not of this shop' },
  '12052553': { kind: 'rejected', why: 'a variant is named twice' },
  '12052557': { kind: 'rejected', why: 'a variant is not of this listing' },
  '12052700': { kind: 'rejected', why: 'the seller is not active or not permitted' },
  '12052901': { kind: 'rejected', why: 'the listing’s status does not allow this now' },
  '12052990': { kind: 'rejected', why: 'the listing check failed' },
  '99002001': { kind: 'rejected', why: 'there is no such application for a shop' },
  '99001001': { kind: 'rejected', why: 'the platform does not know this violation' },
  '99001002': { kind: 'rejected', why: 'an appeal against this violation is under review' },
  '99001003': { kind: 'rejected', why: 'an appeal against this violation was granted' },
  '99001004': { kind: 'rejected', why: 'this violation was appealed against twice' },
  '99001005': { kind: 'rejected', why: 'the time to appeal is over' },
  '99004001': { kind: 'rejected', why: 'the platform does not know this review' },
  '99004002': { kind: 'rejected', why: 'the review was answered already' },
  '99004003': { kind: 'rejected', why: 'the buyer has withdrawn the review' },
  '99003001': { kind: 'rejected', why: 'the programme is not offered in the market of this shop' },
  '99003002': { kind: 'rejected', why: 'the programme has not started' },
  '99003003': { kind: 'rejected', why: 'an application for this programme is under review' },
  '45101004': { kind: 'out-of-quota', why: 'today’s messages are used up' },
  '45101006': { kind: 'rejected', why: 'the message leads off the platform or holds what may not be said' },
  '45101008': { kind: 'rejected', why: 'the picture cannot be read' },
  '45102007': { kind: 'rejected', why: 'the conversation is not one of this shop' },
  '45109001': { kind: 'rejected', why: 'the buyer has been silent for too long to be written to' },
  '45109003': { kind: 'rejected', why: 'a conversation with this buyer may not be begun' },
  '45111001': { kind: 'rejected', why: 'the card shows an order of another buyer or a product of another shop' },
  '45111012': { kind: 'rejected', why: 'the picture was not uploaded for messages' },
};

/** Refusals of an application for a shop: no failures of the call, but its answer. */
export const OPENING_REFUSALS: Readonly<Record<string, OpeningRefusal['refused']>> = {
  '99002002': 'source-not-covered',
  '99002003': 'no-slot-left',
  '99002004': 'entity-revoked',
};

/**
 * 36009004 stands for a dozen causes; only its text tells them apart, so the first pattern that fits
 * decides. Order matters: "sign" and "token" turn up inside longer messages about something else.
 */
export const BY_MESSAGE: readonly (Verdict & { pattern: RegExp })[] = [
  { pattern: /time\s?stamp/i, kind: 'retry-later', why: 'the request’s time is outside the window; check this server’s clock' },
  { pattern: /access[\s_-]?token|(?<!page\s)\btoken\b/i, kind: 're-authorise', why: 'the access token is not accepted' },
  { pattern: /app[\s_-]?key/i, kind: 'rejected', why: 'the app key is unknown or disabled' },
  { pattern: /shop[\s_-]?cipher|category[\s_-]?asset/i, kind: 'rejected', why: 'a shop cipher is not expected or not valid here' },
  { pattern: /shop[\s_-]?id/i, kind: 'rejected', why: 'the shop id is not valid' },
  { pattern: /\bsign(ature)?\b/i, kind: 'rejected', why: 'the signature is missing' },
  { pattern: /\bversion\b/i, kind: 'rejected', why: 'the version is not valid' },
];
