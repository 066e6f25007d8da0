/** How many layouts, zones and durations are kept ready. Long ones come from data rather than from an author. */
export const KEPT_TEXTS = { capacity: 100, longestKey: 1000 } as const;
