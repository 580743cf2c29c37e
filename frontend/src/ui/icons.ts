/** The icon set: 24 px grid, 2 px stroke, square joints, each one path. Import by name, so that a page carries only its own. */
export const phone =
  "M6 3h3l2 5-2.3 1.6a12 12 0 0 0 5.7 5.7L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z";
export const sheet = "M6 3h12v18H6zM9 7.5h6M9 11h6M9 15h2.5v2.5H9z";
export const gear = "M3 8h18v12H3zM9 8V5h6v3M3 13h6M15 13h6M9 11.5h6v3H9z";
export const scan = "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M3 12h18";
export const people =
  "M5.5 8a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0M2.5 20c0-4 2.8-6.5 6.5-6.5s6.5 2.5 6.5 6.5M16 5a3.5 3.5 0 0 1 0 6.5M18 14.2c2.2.8 3.5 3 3.5 5.8";
export const calendar = "M4 5h16v15H4zM4 9.5h16M8 3v4M16 3v4M8 13.5h3M8 16.5h6";
export const route = "M5 20v-7a4 4 0 0 1 4-4h10M15 5l4 4-4 4";
export const changes = "M4 8h13l-3.5-3.5M20 16H7l3.5 3.5";
export const copies = "M8 3h11v14H8zM16 17v4H5V7h3";
export const strips = "M3 4h18v4H3zM3 10h18v4H3zM3 16h18v4H3z";
export const board = "M5 3h14v18H5zM5 8h14M10 8v13";
export const more = "M5 12h.1M12 12h.1M19 12h.1";
export const reach = "M5 10v4h3.5l5 4V6l-5 4zM17 8.5a5 5 0 0 1 0 7M19.5 6a8.5 8.5 0 0 1 0 12";
export const money = "M3 6h18v12H3zM6 9.5v5M18 9.5v5M9.2 12a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0 -5.6 0";
export const tick = "M4 12.5l5.5 5.5L20 6.5";
export const pin =
  "M12 21c-4-4.6-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2.5 6.4-6.5 11zM9.7 10a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0 -4.6 0";
export const down = "M5 9l7 7 7-7";
export const no_signal =
  "M3 3l18 18M5 12.5a10 10 0 0 1 3-2M2 9a15 15 0 0 1 3.5-2.3M12 7a14.5 14.5 0 0 1 10 3M15.5 11.2a10 10 0 0 1 3.5 2M8.5 16a5 5 0 0 1 5.5-.8M12 19.6v.2";
export const back = "M15 5l-7 7 7 7";
export const forward = "M9 5l7 7-7 7";
export const medical = "M9.5 3h5v6.5H21v5h-6.5V21h-5v-6.5H3v-5h6.5z";
export const parking = "M4 4h16v16H4zM10 17V8h3a2.5 2.5 0 0 1 0 5h-3";
export const sun =
  "M8 12a4 4 0 1 0 8 0a4 4 0 1 0 -8 0M12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2 2M16.7 16.7l2 2M18.7 5.3l-2 2M7.3 16.7l-2 2";
export const undo = "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-4";
export const print = "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z";
export const find = "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0M15.5 15.5L21 21";
export const keyboard = "M2.5 6h19v12h-19zM6 10h.2M9.5 10h.2M13 10h.2M16.5 10h.2M8 14.2h8";
export const truck =
  "M2.5 6h12v11h-12zM14.5 10h4l3 3.5V17h-7M5 18a2 2 0 1 0 4 0a2 2 0 1 0 -4 0M15.5 18a2 2 0 1 0 4 0a2 2 0 1 0 -4 0";
export const hazard = "M12 3.5L22 20.5H2zM12 10v5M12 17.6v.2";
export const share = "M12 15V3M8 6.5L12 2.5l4 4M8 10H5v11h14V10h-3";
export const clock = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0M12 7v5.5l3.5 2";
export const meal = "M7 3v8M4.5 3v5a2.5 2.5 0 0 0 5 0V3M7 11v10M17 21V3c-2.5 1.5-3.5 4-3.5 8H17";
export const torch = "M7 3h10v4l-2.5 3.5V21h-5V10.5L7 7zM7 7h10M12 13v2.5";
export const rain =
  "M7 14a4 4 0 0 1 .5-8 5.5 5.5 0 0 1 10.3 1.6A3.3 3.3 0 0 1 17.5 14zM8 17.5l-1 3M12.5 17.5l-1 3M17 17.5l-1 3";
export const file = "M6 3h9l4 4v14H6zM14 3v5h5M9.5 13h6M9.5 16.5h4";
export const bell = "M6 17v-6a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4";
export const close = "M5 5l14 14M19 5L5 19";
export const lock = "M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3";
export const storage = "M4 5h16v5H4zM4 14h16v5H4zM7 7.5h.1M7 16.5h.1";
export const add = "M4 4h16v16H4zM12 8v8M8 12h8";
export const camera = "M3 7h5l2-2.5h4L16 7h5v12H3zM8.5 13a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0";
export const sign_out = "M10 4H5v16h5M14 8l4 4-4 4M18 12H9";
export const person = "M8 8a4 4 0 1 0 8 0a4 4 0 1 0 -8 0M4.5 21c0-4.5 3.3-7.5 7.5-7.5s7.5 3 7.5 7.5";
export const globe =
  "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0M3.5 12h17M12 3.5c3 3 3 14 0 17M12 3.5c-3 3-3 14 0 17";
export const up = "M12 20V5M6 10.5L12 4.5l6 6";
export const pencil = "M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4";
export const radio = "M7 9h10v12H7zM9 9V3M10 12.5h4M10 15h4M11 18h2";
export const wait = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0M12 7v5.5";
export const mail = "M3 5.5h18v13H3zM3.5 6.5l8.5 6.5 8.5-6.5";
export const device = "M7 2.5h10v19H7zM11 18.5h2";
export const settings = "M4 7h9M17 7h3M4 17h3M11 17h9M13 4.5v5M7 14.5v5";
export const bring_in = "M12 3v11M7.5 10l4.5 4.5 4.5-4.5M4 15v5h16v-5";
