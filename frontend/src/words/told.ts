/** What is said of a scan that the server kept but could not apply. */
export const told = {
  notApplied: "Not applied",
  officeHasIt: "The office has it and looks into it.",
  scanAgain: "Scan it again.",
};
