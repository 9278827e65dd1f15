/**
 * The platform's answer: `{ code, message, data, request_id }`. The code decides, not the HTTP status.
 * Statuses that no source confirms are our choice (reference §3.1); 36009004 is the platform's
 * catch-all, so its messages are what tells one cause from another.
 */
export const CODE = {
  success: 0,
  rateLimited: 36009002,
  internal: 36009003,
  invalid: 36009004,
  timedOut: 36009007,
  unknownPath: 36009009,
  methodNotAllowed: 36009010,
  versionRetired: 36009014,
  tooLarge: 36009021,
  notJson: 36009022,
  notMultipart: 36009023,
  tokenHost: 36004004,
  shopMismatch: 101000,
  tokenExpired: 105002,
  scopeMissing: 105005,
  signInvalid: 106001,
  shopCipherMissing: 106013,
  orderForeign: 21008111,
  productMissing: 12052048,
  categoryMissing: 12052023,
  categoryNotLeaf: 12052024,
  brandMissing: 12052026,
  listingLimit: 12052093,
  productStatus: 12052901,
  checkFailed: 12052990,
  productUnderAppeal: 12052308,
  recoverTooLate: 12052705,
  skuForeign: 12052557,
  skuTwice: 12052553,
  warehouseMissing: 12019022,
  warehouseForeign: 12052530,
  warehousesIncomplete: 12019028,
  quantityOutOfRange: 12052055,
  inchesElsewhere: 12019060,
  poundsElsewhere: 12019061,
  imageUnreadable: 12038002,
  imageFormat: 12038004,
  imageDimensions: 12019116,
  sellerNotPermitted: 12052700,
  marketInactive: 12052903,
  marketPublished: 12019212,
  packageMissing: 10006402,
  orderMissing: 21001001,
  orderStatus: 21001011,
  orderCancelled: 21001003,
  orderOnHold: 21011003,
  otherShippingPath: 21011006,
  packageShipped: 21008099,
  packageForeign: 21011028,
  requestOpen: 21011007,
  linesForeign: 21011029,
  splitGroups: 21011005,
  splitNotAllowed: 21011035,
  notCombinable: 21011031,
  noCarrier: 21011048,
  parcelTooHeavy: 11021009,
  slotTaken: 21014009,
  carrierUnknown: 21011022,
  trackingFormat: 11028006,
  trackingUsed: 21004006,
  trackingFixed: 21011042,
  deliveryOptionMissing: 21008116,
  documentNotReady: 11034037,
  documentPlatformOnly: 11034002,
  documentBeforeShipping: 21023035,
  documentNotOffered: 11034025,
  caseMissing: 25007006,
  caseForeign: 25020005,
  approveStatus: 25011012,
  rejectCancellationStatus: 25011011,
  rejectStatus: 25001003,
  decisionWrong: 25011010,
  alreadyEnded: 25001011,
  reasonUnknown: 25001014,
  reasonNotSellers: 25001015,
  reasonWrongStatus: 25001021,
  linesNotCancellable: 25001020,
  shippedNoCancel: 25001045,
  caseOpen: 25001046,
  refundTooHigh: 25005005,
  offerAmount: 25011023,
  offerTwice: 25011013,
  evidenceMissing: 25001057,
  conversationForeign: 45102007,
  analyticsRange: 28001022,
  messageSensitive: 45101006,
  messageQuota: 45101004,
  messageImage: 45101008,
  // Listed by the documents without a word; their sense is ours.
  messageCard: 45111001,
  messageImageUnknown: 45111012,
  conversationClosed: 45109001,
  // The extension's own.
  violationMissing: 99001001,
  appealUnderReview: 99001002,
  appealGranted: 99001003,
  appealsExhausted: 99001004,
  appealTooLate: 99001005,
  openingMissing: 99002001,
  reviewDisplayOld: 99008001,
  reviewProductMissing: 99008002,
  openingSourceForeign: 99002002,
  openingNoSlot: 99002003,
  openingEntityRevoked: 99002004,
  programmeWrongMarket: 99003001,
  programmeNotStarted: 99003002,
  programmeAlreadyApplied: 99003003,
  reviewMissing: 99004001,
  reviewAnswered: 99004002,
  reviewWithdrawn: 99004003,
} as const;

const STATUS: Readonly<Record<number, number>> = {
  [CODE.rateLimited]: 429,
  [CODE.internal]: 500,
  [CODE.invalid]: 400,
  [CODE.timedOut]: 504,
  [CODE.unknownPath]: 404,
  [CODE.methodNotAllowed]: 405,
  [CODE.versionRetired]: 400,
  [CODE.tooLarge]: 413,
  [CODE.notJson]: 415,
  [CODE.notMultipart]: 415,
  [CODE.shopMismatch]: 403,
  [CODE.tokenExpired]: 401,
  [CODE.scopeMissing]: 403,
  [CODE.signInvalid]: 401,
  [CODE.shopCipherMissing]: 400,
};

export class PlatformError extends Error {
  readonly code: number;
  readonly retryAfterSeconds: number | null;

  constructor(code: number, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Business codes travel with HTTP 200, as batch failures do. */
function statusOf(code: number): number {
  return STATUS[code] ?? 200;
}

/** Answers to one request: the id starts with the instant, as the platform's do. */
export function requestIdMaker(now: () => number): () => string {
  let serial = 0;
  return () => {
    serial += 1;
    const instant = new Date(now()).toISOString().replace(/\D/g, '').slice(0, 14);
    return `${instant}${serial.toString(16).toUpperCase().padStart(18, '0')}`;
  };
}

export function success(data: unknown, requestId: string): Response {
  return reply(200, { code: CODE.success, message: 'Success', request_id: requestId, data });
}

export function failure(error: PlatformError, requestId: string): Response {
  const response = reply(statusOf(error.code), { code: error.code, message: error.message, request_id: requestId });
  if (error.retryAfterSeconds !== null) response.headers.set('retry-after', String(error.retryAfterSeconds));
  return response;
}

function reply(status: number, body: unknown): Response {
  return new Response(wireJson(body), { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
}

/**
 * JSON in which a bigint is written as a bare number: the platform sends some ids beyond 2^53 that
 * way, and Node 20 has no JSON.rawJSON. The mark is a private-use character, which no real text holds.
 */
export function wireJson(value: unknown): string {
  let marked = false;
  const text = JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'bigint') return item;
    marked = true;
    return `${BIG_MARK}${item}${BIG_MARK}`;
  });
  return marked ? text.replace(MARKED_NUMBER, '$1') : text;
}

const BIG_MARK = '\uE000';
const MARKED_NUMBER = /"\uE000(-?\d+)\uE000"/g;
