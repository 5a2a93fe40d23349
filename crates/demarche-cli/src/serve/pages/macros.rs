//! How a page becomes a view: its template for people, its fields for programs.

/// Makes a template a [`View`](crate::serve::answers::View): HTML by the template, JSON by the named fields, and rows of
/// one field where it is a list.
macro_rules! view {
    ($page:ty, [$($field:ident),*] $(, rows $rows:ident as $item:ty)?) => {
        impl crate::serve::answers::View for $page {
            fn html(&self) -> Result<String, askama::Error> {
                askama::Template::render(self)
            }

            fn json(&self) -> serde_json::Value {
                serde_json::json!({ $(stringify!($field): self.$field),* })
            }

            $(fn rows(&self) -> Option<crate::serve::answers::Rows> {
                Some(crate::serve::answers::Rows::of(<$item>::COLUMNS, &self.$rows))
            })?
        }
    };
}

pub(crate) use view;
