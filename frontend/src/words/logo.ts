/** Words of the logo on the letterhead. */
export const logo = {
  title: "Logo",
  hint: "Stands above the production’s name, on phones, at the desk and on paper. PNG or JPEG, at most 5 MB; it is made small, and nothing else of the file is kept.",
  none: "No logo.",
  choose: "Choose a picture",
  other: "Choose another picture",
  alt: "What it shows, for who can’t see it",
  unnamed: "The chosen picture",
  save: "Save the logo",
  drop: "Take it off",
  saved: "Saved. Every sheet shows it from now on.",
  dropped: "Taken off.",
};
