/** The store cannot be had or cannot answer: its message is one sentence that says what to do. */
export class StoreError extends Error {}
