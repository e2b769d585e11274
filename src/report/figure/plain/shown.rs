//! Which types are drawn.

/// Types drawn at most; the table has all.
const MAX_TYPES: usize = 8;

/// Indices of the largest items, at most [`MAX_TYPES`], in their own order.
pub fn largest<T>(items: &[T], size: impl Fn(&T) -> f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|&a, &b| size(&items[b]).total_cmp(&size(&items[a])).then(a.cmp(&b)));
    order.truncate(MAX_TYPES);
    order.sort_unstable();
    order
}
