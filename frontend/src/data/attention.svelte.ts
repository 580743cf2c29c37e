/** The count on the Changes tab: only what I must confirm. */
class Attention {
  toConfirm = $state(0);
}

export const attention = new Attention();
