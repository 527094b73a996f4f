// auth_time for the password grant, where Keycloak itself leaves it out: a password grant opens a
// session of its own in the request that checked the password, so the session's start is that time.
exports = userSession.getStarted();
