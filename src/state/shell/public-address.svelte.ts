import { addressForOthers, isLoopback } from './shareable-address.ts';
import { readLocalText, writeLocalText } from '#records/local-storage.ts';

const key = 'assay.public-address';

/** Where other people reach this app, for the links that are handed to them. */
class PublicAddress {
  #given = $state(addressForOthers(readLocalText(key) ?? ''));

  /** Whether the address of this page leads nowhere on another device. */
  get isNeeded(): boolean {
    return isLoopback(location.href);
  }

  /** What was given; null: nothing yet. */
  get given(): string | null {
    return this.#given;
  }

  /** @returns false: it is no address that others can open */
  give(typed: string): boolean {
    const address = addressForOthers(typed);
    if (address === null) return false;
    this.#given = address;
    writeLocalText(key, address);
    return true;
  }

  forget(): void {
    this.#given = null;
    writeLocalText(key, '');
  }

  /** The link that others can open; null where it is not known under which address. */
  linkTo(hash: string): string | null {
    if (!this.isNeeded) return new URL(hash, location.href).href;
    return this.#given && this.#given + hash;
  }
}

export const publicAddress = new PublicAddress();
