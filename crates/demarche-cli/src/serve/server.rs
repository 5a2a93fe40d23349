//! The HTTP around the pages: routes, limits on size, time and rate, logs, health, shutdown.

use super::answers::{Fault, Form, Made, made};
use super::desk::Desk;
use super::gather::fault;
use super::pages::{Context, Frame, Listed, Page, ROUTES, add, listed};
use super::request::Request;
use super::writing::{self, CHANGES, Change, Sent};
use super::{description, guard, streaming};
use askama::Template;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, RawPathParams, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// The longest body that is taken, in bytes: a report, not an archive.
const LONGEST: usize = 4 << 20;

/// How long an answer may take; then it is given up and the asker is told.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the binary carries.
const ASSETS: &[(&str, &str, &[u8])] = &[
    ("style.css", "text/css; charset=utf-8", include_bytes!("assets/style.css")),
    ("marks.css", "text/css; charset=utf-8", demarche_page::MARKS.as_bytes()),
    ("desk.js", "text/javascript; charset=utf-8", include_bytes!("assets/desk.js")),
    ("world.json", "application/json", include_bytes!("assets/world.json")),
    ("icon.svg", "image/svg+xml", include_bytes!("assets/icon.svg")),
];

type Shared = State<Arc<Desk>>;

/// Serves the desk until `stop` ends; requests under way are answered first.
///
/// # Errors
/// Those of the network.
pub async fn serve(
    desk: Desk,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let app = router(Arc::new(desk)).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, app).with_graceful_shutdown(stop).await
}

fn router(desk: Arc<Desk>) -> Router {
    let mut router = Router::new()
        .route(
            "/add",
            get(|desk, uri, parts, headers| show(add::page, None, desk, uri, parts, headers)).post(add_report),
        )
        .route("/enter", get(entrance).post(enter))
        .route("/api/v1/read", post(read))
        .route("/api/v1/reports", post(keep))
        .route("/api/v1/openapi.json", get(describe))
        .route("/assets/{name}", get(asset))
        .route("/metrics", get(metrics));
    for route in ROUTES {
        let page = route.page;
        let list = listed(route.path);
        let shown = move |desk, uri, parts, headers| show(page, list, desk, uri, parts, headers);
        router = router.route(route.path, get(shown));
        let api = format!("/api/v1{}", route.path.trim_end_matches('/'));
        router = router.route(&api, get(shown));
    }
    for (path, _, _, change) in CHANGES {
        let changed = move |desk, uri, parts, headers, body| alter(*change, desk, uri, parts, headers, body);
        router = router.route(path, post(changed)).route(&format!("/api/v1{path}"), post(changed));
    }
    router
        .fallback(nowhere)
        .layer(middleware::from_fn_with_state(desk.clone(), admit))
        // Whether the server is there at all may be asked by anybody.
        .route("/healthz", get(health))
        .layer(DefaultBodyLimit::max(LONGEST))
        .layer(middleware::from_fn_with_state(desk.clone(), watch))
        .with_state(desk)
}

/// Counts, logs and seals every answer, and ends those that take too long.
async fn watch(State(desk): Shared, request: axum::extract::Request, next: Next) -> Response<Body> {
    let began = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_string());
    let late = || (StatusCode::GATEWAY_TIMEOUT, "This took too long; ask for less, as in fewer days.").into_response();
    let mut response = tokio::time::timeout(PATIENCE, next.run(request)).await.unwrap_or_else(|_| late());
    guard::seal(response.headers_mut());
    let (status, took) = (response.status().as_u16(), began.elapsed());
    desk.metrics.answered(status, took);
    tracing::info!(%method, path, status, milliseconds = took.as_millis() as u64, "answered");
    response
}

/// Lets through who may ask this, as often as they may.
async fn admit(
    State(desk): Shared,
    ConnectInfo(asker): ConnectInfo<SocketAddr>,
    request: axum::extract::Request,
    next: Next,
) -> Response<Body> {
    if !desk.rate.admits(asker.ip(), Instant::now()) {
        return refused(StatusCode::TOO_MANY_REQUESTS, "Too many requests at once; wait a moment.", &request);
    }
    // The way in, and what it looks like, are open.
    let open = request.uri().path() == "/enter" || request.uri().path().starts_with("/assets/");
    // Reading a text sent along changes nothing.
    let reads_only = request.uri().path() == "/api/v1/read";
    let method = if reads_only { &axum::http::Method::GET } else { request.method() };
    match desk.guard.admit(method, request.headers(), open) {
        Ok(()) => next.run(request).await,
        Err(why) => refused(StatusCode::FORBIDDEN, &why, &request),
    }
}

fn refused(status: StatusCode, why: &str, request: &axum::extract::Request) -> Response<Body> {
    let asked = asked(request.uri(), None);
    told(status, why, Form::asked(&asked, request.headers()), &asked)
}

async fn show(
    page: Page,
    list: Option<Listed>,
    State(desk): Shared,
    uri: Uri,
    parts: RawPathParams,
    headers: HeaderMap,
) -> Response<Body> {
    let mut request = asked(&uri, Some(&parts));
    request.base = base(&headers);
    let form = Form::asked(&request, &headers);
    let whole = form == Form::Jsonl || (form == Form::Csv && request.value("page").is_none());
    if let (true, Some(list)) = (whole, list) {
        let told = streaming::whole(desk, request.clone(), form, list).await;
        return told.unwrap_or_else(|fault| fault_told(&fault, form, &request));
    }
    // A feed names the desk by the name that it was asked by: it is the asker's alone.
    let key = (uri.to_string(), form);
    let state = if form == Form::Atom { None } else { desk.state().ok() };
    if let Some(made) = state.and_then(|state| desk.cache.find(&key, state, Instant::now())) {
        return made.answer(&headers);
    }
    let Ok(_turn) = desk.makers.clone().acquire_owned().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    at_work(request, form, move |request| {
        let began = Instant::now();
        let made = desk.reading(|archive| {
            // Nobody waits for it any more: it must not go on taking a core.
            let stop = archive.stopper();
            let clock = tokio::spawn(async move {
                tokio::time::sleep(PATIENCE).await;
                stop();
            });
            let view = page(&Context { guide: &desk.guide, own: &desk.own, archive, request });
            clock.abort();
            made(&*view?, form)
        });
        let made = made.map_err(fault)??;
        if let Some(state) = state {
            desk.cache.keep(key, &made, state, began);
        }
        Ok(made.answer(&headers))
    })
    .await
}

/// Does something on a thread that may wait for the disk.
async fn at_work<F>(request: Request, form: Form, work: F) -> Response<Body>
where
    F: FnOnce(&Request) -> Result<Response<Body>, Fault> + Send + 'static,
{
    let kept = request.clone();
    let done = tokio::task::spawn_blocking(move || work(&request)).await;
    let made = done.unwrap_or_else(|panic| Err(Fault::Failed(anyhow::anyhow!("a page panicked: {panic}"))));
    made.unwrap_or_else(|fault| fault_told(&fault, form, &kept))
}

/// A fault in the form that was asked for; its cause goes to the log.
fn fault_told(fault: &Fault, form: Form, request: &Request) -> Response<Body> {
    if let Fault::Failed(cause) = fault {
        tracing::error!(path = request.path, cause = format!("{cause:#}"), "failed");
    }
    let (status, words) = fault.told();
    told(status, &words, form, request)
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage<'a> {
    frame: Frame,
    heading: &'a str,
    message: &'a str,
}

/// A fault in the form that was asked for.
fn told(status: StatusCode, words: &str, form: Form, request: &Request) -> Response<Body> {
    if form != Form::Html {
        return (status, axum::Json(serde_json::json!({ "error": words }))).into_response();
    }
    let heading = match status {
        StatusCode::NOT_FOUND => "There is no such page",
        StatusCode::BAD_REQUEST => "That cannot be asked",
        StatusCode::FORBIDDEN => "Not without a token",
        StatusCode::TOO_MANY_REQUESTS => "Too fast",
        StatusCode::SERVICE_UNAVAILABLE => "Too much at once",
        _ => "Something failed",
    };
    let mut frame = Frame::of(heading, "", request);
    frame.json = None;
    let page = FaultPage { frame, heading, message: words }.render().unwrap_or_else(|_| words.to_string());
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], page).into_response()
}

/// The request, free of the server's types.
fn asked(uri: &Uri, parts: Option<&RawPathParams>) -> Request {
    let mut request = Request::get(uri.path(), uri.query().unwrap_or_default());
    for (name, value) in parts.into_iter().flatten() {
        request.parts.insert(name.to_string(), value.to_string());
    }
    request
}

/// Scheme and host as the asker named them; the desk's own name where that is none.
fn base(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_name = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    // Behind a proxy with a certificate.
    let is_secure = headers.get("x-forwarded-proto").is_some_and(|scheme| scheme == "https");
    format!("{}://{}", if is_secure { "https" } else { "http" }, if is_name { host } else { "localhost" })
}

async fn add_report(State(desk): Shared, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let request = asked(&uri, None);
    let form = Form::asked(&request, &headers);
    at_work(request, form, move |request| {
        let done = writing::added(&desk, request, &body, &headers);
        desk.cache.forget();
        done
    })
    .await
}

async fn keep(State(desk): Shared, uri: Uri, body: Bytes) -> Response<Body> {
    at_work(asked(&uri, None), Form::Json, move |_| {
        let done = writing::keep(&desk, &body);
        desk.cache.forget();
        done
    })
    .await
}

async fn alter(
    change: Change,
    State(desk): Shared,
    uri: Uri,
    parts: RawPathParams,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let now = jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_else(|_| jiff::Timestamp::now()).to_string();
    let request = asked(&uri, Some(&parts));
    let form = Form::asked(&request, &headers);
    at_work(request, form, move |request| {
        let done = change(&desk, request, &Sent::read(request, &body, &headers)?, &now);
        desk.cache.forget();
        done
    })
    .await
}

async fn read(State(desk): Shared, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    at_work(asked(&uri, None), Form::Json, move |_| writing::read(&desk, &body, &headers)).await
}

#[derive(Template)]
#[template(path = "enter.html")]
struct Entrance {
    frame: Frame,
}

async fn entrance(uri: Uri) -> Response<Body> {
    let mut frame = Frame::of("Sign in", "", &asked(&uri, None));
    frame.json = None;
    axum::response::Html(Entrance { frame }.render().unwrap_or_default()).into_response()
}

/// Keeps the token in a cookie that scripts cannot read and other sites cannot send.
async fn enter(body: Bytes) -> Response<Body> {
    let token = writing::fields(&body).remove("token").unwrap_or_default();
    let fit = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let mut response = axum::response::Redirect::to("/").into_response();
    let cookie = format!("{}={token}; Path=/; HttpOnly; SameSite=Strict", guard::COOKIE);
    if let (true, Ok(cookie)) = (fit, HeaderValue::from_str(&cookie)) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

async fn describe(headers: HeaderMap) -> Response<Body> {
    Made::new("application/json", description::whole().to_string().into_bytes()).answer(&headers)
}

async fn asset(parts: RawPathParams, headers: HeaderMap) -> Response<Body> {
    let name = parts.iter().next().map(|(_, value)| value).unwrap_or_default();
    match ASSETS.iter().find(|(known, _, _)| *known == name) {
        Some((_, kind, bytes)) => Made::new(kind, bytes.to_vec()).answer(&headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn metrics(State(desk): Shared) -> String {
    desk.metrics.text()
}

/// Whether the archive can be read.
async fn health(State(desk): Shared) -> Response<Body> {
    let well = tokio::task::spawn_blocking(move || desk.reading(|archive| archive.totals().is_ok())).await;
    match well {
        Ok(Ok(true)) => "well\n".into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the archive cannot be read\n").into_response(),
    }
}

async fn nowhere(uri: Uri, headers: HeaderMap) -> Response<Body> {
    let request = asked(&uri, None);
    told(StatusCode::NOT_FOUND, "Nothing is kept at this address.", Form::asked(&request, &headers), &request)
}
