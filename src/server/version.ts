import manifest from '../../package.json' with { type: 'json' };

/** Version of Spanline. */
export const VERSION: string = manifest.version;
