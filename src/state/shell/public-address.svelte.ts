import { readLocalText, writeLocalText } from '#records/local-storage.ts';
import { toShareableUrl, isLoopback } from './shareable-address.ts';

const key = 'assay.public-address';

/** The address at which others can open this app, for shared links. */
class PublicAddress {
  #address = $state(toShareableUrl(readLocalText(key) ?? ''));

  /** Whether the address of this page does not work on other devices. */
  get isNeeded(): boolean {
    return isLoopback(location.href);
  }

  /** The address that the user entered; `null` if none yet. */
  get address(): string | null {
    return this.#address;
  }

  /** @returns `false` if others cannot open the address */
  setAddress(input: string): boolean {
    const address = toShareableUrl(input);
    if (address === null) return false;
    this.#address = address;
    writeLocalText(key, address);
    return true;
  }

  forget(): void {
    this.#address = null;
    writeLocalText(key, '');
  }

  /** The link that others can open; `null` if the public address is not known. */
  formatLink(hash: string): string | null {
    if (!this.isNeeded) return new URL(hash, location.href).href;
    return this.#address && this.#address + hash;
  }
}

export const publicAddress = new PublicAddress();
