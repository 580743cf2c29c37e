/** For a region that scrolls by itself: it takes the focus, so that keys move it, also where nothing in it does. */
export const scrolls = { tabindex: 0 } as const;
