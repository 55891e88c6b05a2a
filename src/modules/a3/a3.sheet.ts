/** Measures of the A3 sheet in px of 1/96 inch: 420 × 297 mm. Screen, print and PDF are laid out by the same figures. */
export const sheet = {
  width: 1587, height: 1122, side: 50,
  headerTop: 38, ruleTop: 118, bandsTop: 138, bandGap: 24, bandsHeight: 760, footerTop: 938,
  columns: { scope: 452, policies: 575, roles: 376, routines: 736, measures: 432, wheel: 243, gutter: 42 },
  footer: { signs: 384, frameworks: 286, risks: 386, since: 305 },
  /** From the top of a block to its content. */
  heading: 34,
} as const
