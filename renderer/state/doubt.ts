/** Doubt from which an image is marked as one that needs a look. */
export const needsLook = (doubt: number | null) => doubt !== null && doubt >= 0.5;
