export const acts = {
  title: "Running the day",
  push: "Push or pull",
  cover: "Cover set",
  call: "One call, day player",
  cancel: "Cancel the day",
  issue: "Issue",
  log: "Day log",
  desk: "Open the desk",
};
