/** Why a figure cannot be taken here. */
export class Skip extends Error {}
