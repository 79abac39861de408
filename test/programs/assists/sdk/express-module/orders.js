// do: span.function
export async function findOrder(id) {
  return { id, total: 12 };
}
