export const acts = {
  title: "Running the day",
  push: "Push or pull the day",
  call: "Change one call, add a day player",
  issue: "Look at the issue",
  log: "Day log",
  desk: "Open the desk",
};
