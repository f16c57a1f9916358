%% made by rebar
{application, cowboy,
 [{description,"Small {vsn} server % x"},
  {vsn,"2.10.0"},
  {modules,[]}]}.
