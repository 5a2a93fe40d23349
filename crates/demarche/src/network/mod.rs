//! What the networks share: the weights file ([`weights`]), word pieces ([`pieces`]), tables of vectors ([`tables`]),
//! and products of whole numbers ([`products`], [`lanes`]).
//!
//! The same text gives the same bytes on every machine: products are sums of integers, everything else is added in one
//! fixed order, and no function is used whose last bit differs between libraries.

pub mod lanes;
pub mod pieces;
pub mod products;
pub mod tables;
pub mod weights;
