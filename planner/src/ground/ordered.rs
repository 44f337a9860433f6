//! Order for little code: WebAssembly carries a copy of every sort and every map for each type.

use std::collections::{BinaryHeap, VecDeque};

/// Sorts what mostly is in order already. Equal items are interchangeable.
///
/// A heap's order takes a tenth of the code of `slice::sort`.
pub(crate) fn sort<T: Ord>(list: &mut Vec<T>) {
    if !list.is_sorted() {
        *list = BinaryHeap::from(std::mem::take(list)).into_sorted_vec();
    }
}

/// Lists that are in order, each by itself, as one.
pub(crate) fn merge<T: Ord>(lists: impl IntoIterator<Item = Vec<T>>) -> Vec<T> {
    let mut queue: VecDeque<_> = lists.into_iter().collect();
    while let Some(one) = queue.pop_front() {
        let Some(other) = queue.pop_front() else {
            return one;
        };
        let mut merged = Vec::with_capacity(one.len() + other.len());
        let mut other = other.into_iter().peekable();
        for item in one {
            while let Some(before) = other.next_if(|next| *next < item) {
                merged.push(before);
            }
            merged.push(item);
        }
        merged.extend(other);
        // At the end, so that lists of like length meet.
        queue.push_back(merged);
    }
    Vec::new()
}

/// Pairs in the order of their keys, each key once: the last of several counts.
pub(crate) fn sort_by_key<K: Ord, V>(list: Vec<(K, V)>) -> Vec<(K, V)> {
    struct ByKey<K, V>(K, usize, V);
    impl<K: Ord, V> PartialEq for ByKey<K, V> {
        fn eq(&self, other: &Self) -> bool {
            self.cmp(other).is_eq()
        }
    }
    impl<K: Ord, V> Eq for ByKey<K, V> {}
    impl<K: Ord, V> PartialOrd for ByKey<K, V> {
        fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
            Some(self.cmp(other))
        }
    }
    impl<K: Ord, V> Ord for ByKey<K, V> {
        fn cmp(&self, other: &Self) -> std::cmp::Ordering {
            // Later ones first: the first of equal keys is kept below.
            self.0.cmp(&other.0).then(other.1.cmp(&self.1))
        }
    }
    let numbered = list.into_iter().enumerate();
    let heap: BinaryHeap<_> = numbered
        .map(|(at, (key, value))| ByKey(key, at, value))
        .collect();
    let mut sorted = heap.into_sorted_vec();
    sorted.dedup_by(|later, kept| later.0 == kept.0);
    sorted
        .into_iter()
        .map(|ByKey(key, _, value)| (key, value))
        .collect()
}

/// The items in order, each once.
pub(crate) fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.into_iter().collect();
    sort(&mut list);
    list.dedup();
    list
}

/// Values grouped by key, in the order of the keys: for keys that are few, or come in order.
#[derive(Debug)]
pub(crate) struct Groups<K, V>(Vec<(K, Vec<V>)>);

impl<K: Ord, V> Groups<K, V> {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds to the values of a key.
    pub fn extend(&mut self, key: K, values: impl IntoIterator<Item = V>) {
        let at = match self.0.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (key, Vec::new()));
                at
            }
        };
        if let Some((_, group)) = self.0.get_mut(at) {
            group.extend(values);
        }
    }
}

impl<K, V> IntoIterator for Groups<K, V> {
    type Item = (K, Vec<V>);
    type IntoIter = std::vec::IntoIter<(K, Vec<V>)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
