/** For a region that scrolls by itself: it takes the focus, so that keys move it, also where nothing in it does. An action: one spread of attributes anywhere costs every phone a kilobyte. */
export function scrolls(region: HTMLElement): void {
  region.tabIndex = 0;
}
