export const acts = {
  title: "Running the day",
  push: "Push, change a call, add a day player",
  log: "Day log",
  desk: "Open the desk",
};
