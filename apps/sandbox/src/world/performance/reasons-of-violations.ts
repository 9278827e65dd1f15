/** Why the platform records something, and which area of its policy that belongs to. */
export type ViolationReason = keyof typeof VIOLATION_AREAS;

export const VIOLATION_AREAS = {
  LATE_DISPATCH: 'order-fulfilment',
  SELLER_FAULT_CANCELLATION: 'order-fulfilment',
  FALSE_FULFILMENT: 'order-fulfilment',
  SLOW_FIRST_REPLY: 'service',
  REPLY_RATE_24H: 'service',
  REPLY_RATE_48H: 'service',
  NEGATIVE_REVIEWS: 'service',
  DISPUTE_RATE: 'service',
  RESOLUTION_RATE: 'service',
  DEFECTIVE_RETURNS: 'service',
  MISLEADING_DETAILS: 'policy-compliance',
  INTELLECTUAL_PROPERTY: 'policy-compliance',
  NOT_AS_DESCRIBED: 'policy-compliance',
} as const;
