/** Whether this phone keeps what it is told: a private window, or a phone that is full, refuses. Then what is shown is only shown. */
class Keeping {
  refused = $state(false);
}

export const keeping = new Keeping();

/** What came of storing or reading; undefined where the phone refuses. */
export async function kept<T>(what: () => Promise<T>): Promise<T | undefined> {
  try {
    return await what();
  } catch {
    keeping.refused = true;
    return undefined;
  }
}
