//! Texts that say why nothing leaves the page.

super::texts! {
    why = "Why nothing leaves this page";
    promise_served = "Nothing leaves this page. Your browser enforces it.";
    promise_on_disk = "Nothing leaves this page. It works without a network.";
    enforced_served = "Your browser enforces it: this page came with a policy that lets it connect to nobody, send no form, load nothing, open no window and store nothing, not even at the server that it came from.";
    enforced_on_disk = "Your browser enforces most of it: this page carries a policy that lets it connect to nobody, send no form and load nothing.";
    removed = "No policy stops WebRTC and connections made ahead of time, so the page's first lines remove both before anything else runs.";
    remains_served = "What remains is that a page can lead you to another address, and you would see that.";
    remains_on_disk = "What remains is that a page can lead you to another address or open a window, and you would see that; only a server can have the browser close more.";
    keep = "Keep this page as a file: it works without a network, from any disk";
}
