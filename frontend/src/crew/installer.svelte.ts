/** The browser's own offer to install, where it makes one (not on iPhones): kept until the person asks for it. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

class Installer {
  offer = $state.raw<InstallPrompt | undefined>(undefined);
  done = $state(false);
}

export const installer = new Installer();

export function keepOffer(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installer.offer = event as InstallPrompt;
  });
  addEventListener("appinstalled", () => {
    installer.done = true;
  });
}

export async function prompt(): Promise<void> {
  const offer = installer.offer;
  installer.offer = undefined;
  await offer?.prompt();
}
