/** A plain class that holds the configuration becomes the settings class. */
export { turnHolder } from './turn-holder.ts';
